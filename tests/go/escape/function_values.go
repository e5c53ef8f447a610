package main

import "fmt"

type node struct {
	next *node
	f    func(*node) *node
}

var hook func(int)

func apply(f func(int) int, xs ...int) (out []int) {
	for _, x := range xs {
		out = append(out, f(x))
	}
	return
}
func compose(f, g func(int) int) func(int) int { return func(x int) int { return f(g(x)) } }
func rec(n int) int {
	var fib func(int) int
	fib = func(k int) int {
		if k < 2 {
			return k
		}
		return fib(k-1) + fib(k-2)
	}
	return fib(n)
}
func rangeCapture(xs []int) []func() int {
	var fs []func() int
	for i, x := range xs {
		fs = append(fs, func() int { return i * x })
	}
	for i := range xs {
		i := i
		fs = append(fs, func() int { return i })
	}
	return fs
}
func setHook(p *int)         { hook = func(i int) { *p = i } }
func link(n *node)           { n.f = func(m *node) *node { return n.next } }
func paramFunc(f func(*int)) { x := 1; f(&x) }
func staticCallee() {
	f := func(p *int) { *p = 2 }
	x := 1
	f(&x)
	g := f
	y := 2
	g(&y)
	var h func(p *int) = func(p *int) {}
	z := 3
	h(&z)
	h2 := func(p *int) {}
	w := 3
	h2(&w)
	h2 = nil
	func() { v := 1; f(&v) }()
}
func loop() *int {
	var keep *int
	for i := 0; i < 3; i++ {
		func() { v := i; keep = &v }()
	}
	return keep
}
func args() {
	a, b := 1, 2
	fmt.Println(apply(func(i int) int { return i + a }, 1, 2, b), compose(func(i int) int { return i }, func(i int) int { return a })(1))
}
func main() {
	args()
	rec(3)
	rangeCapture(nil)
	setHook(new(int))
	link(&node{})
	paramFunc(func(*int) {})
	staticCallee()
	loop()
}
