// go_worker_pool: a pool of workers with buffered channels and a WaitGroup
// topic: go
package main

import (
	"fmt"
	"sync"
)

type task struct{ id, n int }
type result struct {
	id  int
	sum int
}

func worker(tasks <-chan task, results chan<- result, wg *sync.WaitGroup) {
	defer wg.Done()
	for t := range tasks {
		s := 0
		for i := 1; i <= t.n; i++ {
			s += i
		}
		results <- result{t.id, s}
	}
}

func run() {
	tasks := make(chan task, 10)
	results := make(chan result, 10)
	var wg sync.WaitGroup
	for w := 0; w < 3; w++ {
		wg.Add(1)
		go worker(tasks, results, &wg)
	}
	for i := 0; i < 8; i++ {
		tasks <- task{i, i * 10}
	}
	close(tasks)
	wg.Wait()
	close(results)
	byID := make([]int, 8)
	for r := range results {
		byID[r.id] = r.sum
	}
	for i, s := range byID {
		fmt.Println(i, s)
	}
	fmt.Println(len(results), cap(results))
}

func main() { run() }
