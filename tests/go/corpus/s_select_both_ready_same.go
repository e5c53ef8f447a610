// s_select_both_ready_same: whichever case a select takes, the result is the same
// topic: select
package main

import (
	"fmt"
	"sync"
)

type pool struct {
	work chan func() int
	res  chan int
	wg   sync.WaitGroup
}

func (p *pool) start(n int) {
	for i := 0; i < n; i++ {
		p.wg.Add(1)
		go func(high <-chan func() int) {
			defer p.wg.Done()
			for f := range high {
				p.res <- f()
			}
		}(p.work)
	}
}

func merge(a, b <-chan int, n int) (sum int, got [2]int) {
	for i := 0; i < n; i++ {
		select {
		case v := <-a:
			sum += v
			got[0]++
		case v := <-b:
			sum += v
			got[1]++
		}
	}
	return
}

func fill(n, k int) chan int {
	c := make(chan int, n)
	for i := 0; i < n; i++ {
		c <- i * k
	}
	return c
}

func run() {
	fmt.Println(merge(fill(4, 1), fill(3, 100), 7))
	p := &pool{work: make(chan func() int, 10), res: make(chan int, 10)}
	base := 1000
	for i := 0; i < 6; i++ {
		k := i
		p.work <- func() int { return base + k*k }
	}
	close(p.work)
	p.start(2)
	p.wg.Wait()
	close(p.res)
	max, n := 0, 0
	for v := range p.res {
		if v > max {
			max = v
		}
		n++
	}
	fmt.Println(max, n)
	var mu sync.Mutex
	mu.Lock()
	done := make(chan bool)
	go func() {
		mu.Lock()
		defer mu.Unlock()
		done <- true
	}()
	select {
	case <-done:
		fmt.Println("impossible")
	default:
		fmt.Println("still locked")
	}
	mu.Unlock()
	fmt.Println(<-done)
}

func main() { run() }
