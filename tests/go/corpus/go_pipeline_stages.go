// go_pipeline_stages: stages of functions returning channels
// topic: go
package main

import "fmt"

func gen(n int) chan int {
	out := make(chan int)
	go func() {
		for i := 1; i <= n; i++ {
			out <- i
		}
		close(out)
	}()
	return out
}

func each(in chan int, f func(int) int) chan int {
	out := make(chan int)
	go func() {
		for {
			v, ok := <-in
			if !ok {
				close(out)
				return
			}
			out <- f(v)
		}
	}()
	return out
}

func filter(in chan int, keep func(int) bool) chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			if keep(v) {
				out <- v
			}
		}
	}()
	return out
}

func run() {
	shift := 100
	c := filter(each(gen(8), func(v int) int { return v*v + shift }), func(v int) bool { return v%2 == 1 })
	sum := 0
	for v := range c {
		fmt.Println(v)
		sum += v
	}
	v, ok := <-c
	fmt.Println(sum, v, ok)
}

func main() { run() }
