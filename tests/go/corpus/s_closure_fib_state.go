// s_closure_fib_state: generators with several captured variables, some reassigned
// topic: closure
package main

import "fmt"

func fib() func() int {
	a, b := 0, 1
	return func() int {
		r := a
		a, b = b, a+b
		return r
	}
}

func take(n int, g func() int) []int {
	out := make([]int, 0, n)
	for len(out) < n {
		out = append(out, g())
	}
	return out
}

func zip(f, g func() int) func() (int, int) {
	return func() (int, int) { return f(), g() }
}

func skip(n int, g func() int) func() int {
	for ; n > 0; n-- {
		g()
	}
	return g
}

func run() {
	xs := take(12, fib())
	fmt.Println(xs[11], len(xs), cap(xs))
	next := zip(fib(), skip(20, fib()))
	for i := 0; i < 3; i++ {
		a, b := next()
		fmt.Println(a, b)
	}
	k := 10
	down := func() int { k--; return k * k }
	fmt.Println(take(3, down)[2], k)
	func() {
		k := k
		k += 1000
		fmt.Println(k)
	}()
	fmt.Println(k)
}

func main() { run() }
