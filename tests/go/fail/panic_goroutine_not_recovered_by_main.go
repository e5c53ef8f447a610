package main

import "fmt"

func worker(xs []int, i int) {
	fmt.Println("worker", i)
	xs[i] = 1
}

func main() {
	defer func() { fmt.Println(recover()) }()
	done := make(chan bool)
	go func() {
		worker(make([]int, 2), 1)
		worker(make([]int, 2), 2)
		done <- true
	}()
	<-done
}
