// go_sum_parts: parts of an array summed by goroutines, results by channel
// topic: go
package main

import "fmt"

type part struct{ lo, hi int }

func sum(xs []int, p part, out chan int) {
	t := 0
	for _, x := range xs[p.lo:p.hi] {
		t += x
	}
	out <- t
}

func run() {
	xs := make([]int, 100)
	for i := range xs {
		xs[i] = i * i
	}
	out := make(chan int)
	for k := 0; k < 4; k++ {
		go sum(xs, part{k * 25, (k + 1) * 25}, out)
	}
	total := 0
	for k := 0; k < 4; k++ {
		total += <-out
	}
	fmt.Println(total)
}

func main() { run() }
