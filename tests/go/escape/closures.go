package main

import "fmt"

type T struct {
	a, b int
	p    *int
}

func counter() (func() int, func()) {
	n := 0
	return func() int { n++; return n }, func() { n = 0 }
}
func adders(k int) []func(int) int {
	var out []func(int) int
	for i := 0; i < k; i++ {
		j := i
		out = append(out, func(x int) int { return x + j })
		out = append(out, func(x int) int { return x + i })
	}
	return out
}
func local() int {
	x := 1
	y := 2
	f := func() int { return x + y }
	x = 5
	g := func() { y++ }
	g()
	return f()
}
func before() func() int {
	x := 1
	x = 2
	x = 3
	f := func() int { return x }
	return f
}
func nested(p *int) func() func() *int {
	q := p
	return func() func() *int {
		r := q
		return func() *int { return r }
	}
}
func spot(p *int) *int {
	var u int
	v := func() *int { return &u }()
	w := func(z *int) *int { return z }(p)
	_ = v
	return w
}
func big() func() int {
	var a [16]int64
	var b [17]int64
	t := T{}
	return func() int { return int(a[0]+b[1]) + t.a }
}
func main() {
	c, r := counter()
	c()
	r()
	fmt.Println(len(adders(3)), local(), before()(), *nested(new(int))()(), spot(new(int)) == nil, big()())
}
