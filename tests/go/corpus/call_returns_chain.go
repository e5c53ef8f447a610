// call_returns_chain: several results passed on, calls nested in calls
// topic: call
package main

import "fmt"

func divmod(a, b int) (int, int) { return a / b, a % b }

func both(a, b int) int {
	q, r := divmod(a, b)
	return q*1000 + r
}

func apply(f func(int, int) int, xs []int) int {
	t := xs[0]
	for _, x := range xs[1:] {
		t = f(t, x)
	}
	return t
}

func add(a, b int) int { return a + b }
func sub(a, b int) int { return a - b }

func choose(plus bool) func(int, int) int {
	if plus {
		return add
	}
	return sub
}

func run() {
	fmt.Println(both(1234, 100), both(-7, 2), both(7, -2))
	xs := []int{1000, 20, 3}
	fmt.Println(apply(add, xs), apply(choose(false), xs), apply(choose(true), xs[1:]))
	fmt.Println(add(sub(add(1, 2), sub(3, 4)), add(5, sub(6, 7))))
}

func main() { run() }
