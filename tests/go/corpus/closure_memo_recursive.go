// closure_memo_recursive: a recursive closure with a memo map and a counter
// topic: closure
package main

import "fmt"

func memo(f func(rec func(int) int, n int) int) (func(int) int, *int) {
	seen := map[int]int{}
	calls := 0
	var rec func(int) int
	rec = func(n int) int {
		if v, ok := seen[n]; ok {
			return v
		}
		calls++
		v := f(rec, n)
		seen[n] = v
		return v
	}
	return rec, &calls
}

func run() {
	fib, calls := memo(func(rec func(int) int, n int) int {
		if n < 2 {
			return n
		}
		return rec(n-1) + rec(n-2)
	})
	fmt.Println(fib(7), *calls)
	var fact func(int) int
	fact = func(n int) int {
		if n == 0 {
			return 1
		}
		return n * fact(n-1)
	}
	fmt.Println(fact(10), fact(20))
	depth := 0
	var dive func(left int)
	dive = func(left int) {
		depth++
		if left > 0 {
			dive(left - 1)
		}
	}
	dive(9)
	fmt.Println(depth)
}

func main() { run() }
