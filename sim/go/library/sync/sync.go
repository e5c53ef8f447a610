// Locks and counters that goroutines wait for, made of semaphores and atomic operations.
package sync

// The machine's: a step each.
func semacquire(s *uint32)
func semrelease(s *uint32)
func addInt32(p *int32, delta int32) int32
func addUint64(p *uint64, delta uint64) uint64
func swapInt32(p *int32, old, new int32) bool
func swapUint64(p *uint64, old, new uint64) bool
func fatal(text string)

type noCopy struct{}

type Locker interface {
	Lock()
	Unlock()
}

// state: how many hold it or wait for it.
type Mutex struct {
	state int32
	sema  uint32
}

func (m *Mutex) Lock() {
	if addInt32(&m.state, 1) > 1 {
		semacquire(&m.sema)
	}
}

func (m *Mutex) TryLock() bool { return swapInt32(&m.state, 0, 1) }

func (m *Mutex) Unlock() {
	left := addInt32(&m.state, -1)
	if left < 0 {
		fatal("sync: unlock of unlocked mutex")
	}
	if left > 0 {
		semrelease(&m.sema)
	}
}

const writing = 1 << 30

// A writer announces itself by making readerCount negative, and waits for readerWait readers.
type RWMutex struct {
	w           Mutex
	writerSem   uint32
	readerSem   uint32
	readerCount int32
	readerWait  int32
}

func (rw *RWMutex) RLock() {
	if addInt32(&rw.readerCount, 1) < 0 {
		semacquire(&rw.readerSem)
	}
}

func (rw *RWMutex) RUnlock() {
	count := addInt32(&rw.readerCount, -1)
	if count >= 0 {
		return
	}
	if count+1 == 0 || count+1 == -writing {
		fatal("sync: RUnlock of unlocked RWMutex")
	}
	if addInt32(&rw.readerWait, -1) == 0 {
		semrelease(&rw.writerSem)
	}
}

func (rw *RWMutex) Lock() {
	rw.w.Lock()
	readers := addInt32(&rw.readerCount, -writing) + writing
	if readers != 0 && addInt32(&rw.readerWait, readers) != 0 {
		semacquire(&rw.writerSem)
	}
}

func (rw *RWMutex) Unlock() {
	readers := addInt32(&rw.readerCount, writing)
	if readers >= writing {
		fatal("sync: Unlock of unlocked RWMutex")
	}
	for i := int32(0); i < readers; i++ {
		semrelease(&rw.readerSem)
	}
	rw.w.Unlock()
}

// state1: the counter in its upper half, how many wait in its lower; state2: the semaphore.
type WaitGroup struct {
	noCopy noCopy
	state1 uint64
	state2 uint32
}

func (wg *WaitGroup) Add(delta int) {
	state := addUint64(&wg.state1, uint64(delta)<<32)
	counter := int32(state >> 32)
	if counter < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if counter > 0 || uint32(state) == 0 {
		return
	}
	wg.state1 = 0
	for waiters := uint32(state); waiters != 0; waiters-- {
		semrelease(&wg.state2)
	}
}

func (wg *WaitGroup) Done() { wg.Add(-1) }

func (wg *WaitGroup) Wait() {
	for {
		state := wg.state1
		if state>>32 == 0 {
			return
		}
		if swapUint64(&wg.state1, state, state+1) {
			semacquire(&wg.state2)
			return
		}
	}
}

type Once struct {
	done uint32
	m    Mutex
}

func (o *Once) Do(f func()) {
	if o.done == 0 {
		o.slow(f)
	}
}

func (o *Once) slow(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if o.done == 0 {
		defer o.finish()
		f()
	}
}

func (o *Once) finish() { o.done = 1 }
