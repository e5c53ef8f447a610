// closure_counter_pair: two closures share one captured variable by reference
// topic: closure
package main

import "fmt"

func pair(start int) (func() int, func()) {
	n := start
	return func() int { n += 3; return n }, func() { n = start }
}

func run() {
	inc, reset := pair(1000)
	other, _ := pair(5)
	fmt.Println(inc(), inc(), other())
	reset()
	fmt.Println(inc(), other(), other())
	fs := make([]func() int, 3)
	for i := range fs {
		j := i * 100
		fs[i] = func() int { j++; return j + i }
	}
	for k := 0; k < 3; k++ {
		fmt.Println(fs[k](), fs[k]())
	}
}

func main() { run() }
