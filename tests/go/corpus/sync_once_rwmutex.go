// sync_once_rwmutex: lazy initialisation with Once and a cache behind an RWMutex
// topic: go
package main

import (
	"fmt"
	"sync"
)

type cache struct {
	mu   sync.RWMutex
	once sync.Once
	data map[int]int
	init int
}

func (c *cache) setup() {
	c.init++
	c.data = make(map[int]int)
}

func (c *cache) get(k int) (int, bool) {
	c.once.Do(c.setup)
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.data[k]
	return v, ok
}

func (c *cache) put(k, v int) {
	c.once.Do(c.setup)
	c.mu.Lock()
	c.data[k] = v
	c.mu.Unlock()
}

type stats struct {
	sync.Mutex
	n int
}

func run() {
	var c cache
	var st stats
	var wg sync.WaitGroup
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func(k int) {
			defer wg.Done()
			if _, ok := c.get(k); !ok {
				c.put(k, k*100)
			}
			st.Lock()
			defer st.Unlock()
			st.n += k
		}(i)
	}
	wg.Wait()
	v, ok := c.get(3)
	fmt.Println(v, ok, c.init, st.n, len(c.data))
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once", i) })
	}
	p := new(sync.Once)
	func() {
		defer func() { fmt.Println(recover()) }()
		p.Do(func() { panic("in once") })
	}()
	p.Do(func() { fmt.Println("never again") })
}

func main() { run() }
