package main

import (
	"fmt"
	"sync"
)

type job struct {
	number int
	result int
}

func worker(jobs <-chan *job, done *sync.WaitGroup) {
	for j := range jobs {
		j.result = j.number * j.number
		done.Done()
	}
}

func main() {
	var done sync.WaitGroup
	jobs := make(chan *job)
	for i := 0; i < 2; i++ {
		go worker(jobs, &done)
	}
	var all []*job
	for n := 1; n <= 5; n++ {
		j := &job{number: n}
		all = append(all, j)
		done.Add(1)
		jobs <- j
	}
	done.Wait()
	close(jobs)
	sum := 0
	for _, j := range all {
		sum += j.result
	}
	fmt.Println(sum)
}
