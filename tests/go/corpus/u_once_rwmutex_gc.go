// u_once_rwmutex_gc: runtime.GC and Gosched change nothing that the program sees
// topic: go
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type lazy struct {
	once sync.Once
	val  []int
	uses int
}

func (l *lazy) get() []int {
	l.once.Do(func() {
		for i := 0; i < 5; i++ {
			l.val = append(l.val, i*100)
		}
	})
	l.uses++
	return l.val
}

type store struct {
	sync.RWMutex
	m map[string]int
}

func (s *store) read(k string) int {
	s.RLock()
	defer s.RUnlock()
	return s.m[k]
}

func (s *store) update(k string, f func(int) int) {
	s.Lock()
	s.m[k] = f(s.m[k])
	s.Unlock()
}

func run() {
	l := &lazy{}
	a := l.get()
	runtime.GC()
	b := l.get()
	fmt.Println(len(a), &a[0] == &b[0], l.uses, b[4])
	s := &store{m: map[string]int{"x": 1}}
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		wg.Add(1)
		go func(k int) {
			defer wg.Done()
			runtime.Gosched()
			s.update("x", func(v int) int { return v + k })
		}(i)
	}
	wg.Wait()
	fmt.Println(s.read("x"), s.read("y"))
	var garbage []*[100]int
	for i := 0; i < 10; i++ {
		garbage = append(garbage, new([100]int))
		garbage[i][0] = i
	}
	keep := garbage[7]
	garbage = nil
	runtime.GC()
	fmt.Println(keep[0], garbage == nil)
}

func main() { run() }
