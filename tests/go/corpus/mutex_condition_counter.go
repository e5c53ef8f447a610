// mutex_condition_counter: a shared map under a mutex, goroutines started in a loop
// topic: go
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type board struct {
	mu     sync.Mutex
	scores map[string]int
	top    string
}

func (b *board) add(name string, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.scores[name] += n
	if b.top == "" || b.scores[name] > b.scores[b.top] {
		b.top = name
	}
}

func run() {
	b := &board{scores: map[string]int{}}
	var wg sync.WaitGroup
	names := [...]string{"ann", "bob", "cid"}
	for round := 1; round <= 5; round++ {
		for i, name := range names {
			wg.Add(1)
			go func(name string, n int) {
				defer wg.Done()
				b.add(name, n)
				runtime.Gosched()
				b.add(name, n)
			}(name, (i+1)*round)
		}
	}
	wg.Wait()
	fmt.Println(b.scores["ann"], b.scores["bob"], b.scores["cid"], len(b.scores))
	turn := make(chan struct{})
	var out []int
	var mu sync.Mutex
	go func() {
		for i := 0; i < 3; i++ {
			mu.Lock()
			out = append(out, i)
			mu.Unlock()
			turn <- struct{}{}
		}
		close(turn)
	}()
	n := 0
	for range turn {
		n++
	}
	mu.Lock()
	fmt.Println(len(out), n, out[2])
	mu.Unlock()
}

func main() { run() }
