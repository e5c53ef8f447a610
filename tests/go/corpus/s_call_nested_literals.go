// s_call_nested_literals: function literals called at once, nested and passed on
// topic: call
package main

import "fmt"

func twice(f func(int) int) func(int) int {
	return func(x int) int { return f(f(x)) }
}

func with(n int, f func(*int)) int {
	f(&n)
	return n
}

func curry(a int) func(int) func(int) int {
	return func(b int) func(int) int {
		return func(c int) int { return a*100 + b*10 + c }
	}
}

func run() {
	fmt.Println(func(a, b int) int { return a*b + 300 }(6, 7))
	x := func() func() int {
		n := 5
		return func() int { n *= 10; return n }
	}()
	fmt.Println(x(), x())
	fmt.Println(twice(twice(func(n int) int { return n + 3 }))(0))
	fmt.Println(with(4, func(p *int) { *p *= *p }), curry(1)(2)(3))
	v := with(1, func(p *int) {
		func() {
			func() { *p += 41 }()
		}()
	})
	fmt.Println(v)
	f := curry(9)
	g, h := f(1), f(2)
	fmt.Println(g(0)+h(0), f(0)(0) == 900)
	var rec func(int, func(int) bool) int
	rec = func(n int, stop func(int) bool) int {
		if stop(n) {
			return n
		}
		return rec(n*2, stop)
	}
	limit := 1000
	fmt.Println(rec(3, func(n int) bool { return n > limit }))
}

func main() { run() }
