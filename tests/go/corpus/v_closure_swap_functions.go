// v_closure_swap_functions: function variables swapped, compared with nil and stored in arrays
// topic: closure
package main

import "fmt"

type step func(int) (int, bool)

func chain(steps []step) step {
	return func(n int) (int, bool) {
		for _, s := range steps {
			m, ok := s(n)
			if !ok {
				return n, false
			}
			n = m
		}
		return n, true
	}
}

func limit(max int) step {
	used := 0
	return func(n int) (int, bool) {
		used += n
		return n, used <= max
	}
}

func run() {
	double := func(n int) (int, bool) { return n * 2, true }
	odd := func(n int) (int, bool) { return n, n%2 == 1 }
	var a, b step = double, odd
	a, b = b, a
	fmt.Println(a(3))
	fmt.Println(b(3))
	c := chain([]step{odd, b, limit(250), b})
	for _, n := range []int{31, 4, 51, 61} {
		fmt.Println(c(n))
	}
	var table [3]step
	table[1] = c
	for i, s := range table {
		if s == nil {
			fmt.Println(i, "nil")
			continue
		}
		fmt.Println(s(1))
	}
	n := 100
	inc := func() { n++ }
	other := inc
	inc = func() { n += 1000 }
	other()
	inc()
	fmt.Println(n)
}

func main() { run() }
