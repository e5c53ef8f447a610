// t3_scheduler_rr: goroutines taking turns through channels, Gosched and a once
// topic: go
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type proc struct {
	name string
	left int
	turn chan bool
}

func (p *proc) loop(yield chan<- string, wg *sync.WaitGroup) {
	defer wg.Done()
	for range p.turn {
		p.left--
		yield <- fmt.Sprintf("%s%d", p.name, p.left)
	}
}

func run() {
	var wg sync.WaitGroup
	yield := make(chan string)
	procs := []*proc{{"a", 3, make(chan bool)}, {"b", 1, make(chan bool)}, {"c", 2, make(chan bool)}}
	for _, p := range procs {
		wg.Add(1)
		go p.loop(yield, &wg)
	}
	for len(procs) > 0 {
		p := procs[0]
		procs = procs[1:]
		p.turn <- true
		fmt.Print(<-yield, " ")
		if p.left > 0 {
			procs = append(procs, p)
		} else {
			close(p.turn)
		}
	}
	wg.Wait()
	fmt.Println()
	var once sync.Once
	count := 0
	var mu sync.RWMutex
	done := make(chan int, 4)
	for i := 0; i < 4; i++ {
		go func(i int) {
			once.Do(func() { count += 100 })
			mu.RLock()
			c := count
			mu.RUnlock()
			runtime.Gosched()
			mu.Lock()
			count++
			mu.Unlock()
			done <- c / 100
		}(i)
	}
	ones := 0
	for i := 0; i < 4; i++ {
		ones += <-done
	}
	mu.RLock()
	defer mu.RUnlock()
	fmt.Println(ones, count)
}

func main() { run() }
