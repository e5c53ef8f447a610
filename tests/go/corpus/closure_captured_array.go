// closure_captured_array: arrays captured by value when small and never changed, else by reference
// topic: closure
package main

import "fmt"

func table() func(int) int {
	small := [4]int{100, 200, 300, 400}
	return func(i int) int { return small[i] }
}

func changing() (func(int, int), func() int) {
	var a [4]int
	set := func(i, v int) { a[i] = v }
	sum := func() int {
		t := 0
		for _, v := range a {
			t += v
		}
		return t
	}
	return set, sum
}

func big() func(int) int {
	var a [40]int
	for i := range a {
		a[i] = i * i
	}
	return func(i int) int { return a[i] }
}

func fixed() func(int) int {
	a := [30]int{7: 700, 29: 1}
	return func(i int) int { return a[i] }
}

func run() {
	t := table()
	set, sum := changing()
	set(0, 11)
	set(3, 31)
	b, f := big(), fixed()
	fmt.Println(t(2), sum(), b(39), f(7), f(29))
	set(0, 1)
	fmt.Println(sum())
}

func main() { run() }
