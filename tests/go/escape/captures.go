package main

import "fmt"

type B struct{ a [17]int64 }
type C struct {
	p *int
	n int
}

func (c *C) inc()    { c.n++ }
func (c C) get() int { return c.n }
func a(b B, c C, s []int, m map[string]int, f func()) func() {
	return func() { b.a[0] = 1; c.n = 2; s = append(s, 1); m["a"] = 1; f() }
}
func b2(b B, c C, s []int, m map[string]int, f func()) func() {
	return func() { _ = b.a[0]; _ = c.n; _ = s[0]; m["a"] = 1; f() }
}
func c2() func() int { c := C{}; c.inc(); return func() int { return c.get() } }
func d() func()      { c := C{}; return func() { c.inc() } }
func e() func() int  { c := &C{}; return func() int { c.inc(); return c.n } }
func f() func() int  { x := 1; p := &x; return func() int { return *p } }
func g() func() int  { var x int; x = 5; return func() int { return x } }
func h() func() int  { var x int; f := func() int { return x }; x = 5; return f }
func i() int         { x, y := 1, 2; f := func() int { return x + y }; y = 3; return f() }
func j(n int) (fs []func() int) {
	for i := 0; i < n; i++ {
		x := i
		x++
		fs = append(fs, func() int { return x })
	}
	return
}
func k(n int) (fs []func() int) {
	var x int
	for i := 0; i < n; i++ {
		x = i
		fs = append(fs, func() int { return x })
	}
	return
}
func l() func() int {
	x := 1
	if true {
		x = 2
	}
	return func() int { return x }
}
func m() func() int {
	x := 1
	for x < 10 {
		x++
	}
	return func() int { return x }
}
func n() (func(), func() int) { x := 0; return func() { x++ }, func() int { return x } }
func o() func() func() int {
	x := 0
	return func() func() int { y := x; return func() int { y++; return x + y } }
}
func q(xs []string) []func() string {
	var fs []func() string
	for _, s := range xs {
		s := s
		fs = append(fs, func() string { return s })
	}
	return fs
}
func r() {
	x := 1
	func() { y := 2; func() { fmt.Println(x, y) }() }()
	defer func() { fmt.Println(x) }()
	x++
}
func s() func(int) int {
	var fact func(int) int
	fact = func(n int) int {
		if n == 0 {
			return 1
		}
		return n * fact(n-1)
	}
	return fact
}
func t() func() {
	a, b := 1, "s"
	var c [3]int
	d := struct{ x, y int }{1, 2}
	return func() { fmt.Println(a, b, c, d, len(c)) }
}
func u() func() int {
	arr := [3]int{1, 2, 3}
	sl := arr[:]
	return func() int { return sl[0] + arr[1] }
}
func v(p *int)                     { x := 2; f := func() { p = &x }; f(); *p = 3 }
func w() (x int, f func())         { f = func() { x = 1 }; return }
func x2(a, b *int) (f func() *int) { c := a; f = func() *int { return c }; c = b; return f }
func y2() (int, error) {
	x, err := z2()
	f := func() error { return err }
	x, err = z2()
	return x, f()
}
func z2() (int, error) { return 1, nil }
func z3() {
	var buf [16]int64
	f := func() { fmt.Println(buf[0]) }
	f()
	var big [17]int64
	h := func() { fmt.Println(big[0]) }
	h()
	const k = 3
	l := func() int { return k }
	l()
}
func z4(e interface{}) func() {
	switch v := e.(type) {
	case int:
		return func() { fmt.Println(v) }
	case *int:
		return func() { *v = 1 }
	}
	return nil
}
func z5(c chan int) func() {
	select {
	case v := <-c:
		return func() { fmt.Println(v) }
	case v, ok := <-c:
		return func() { fmt.Println(v, ok) }
	}
}
func z6() func() int {
	if x := 1; x > 0 {
		return func() int { return x }
	} else {
		return func() int { return -x }
	}
}
func main() {
	a(B{}, C{}, nil, map[string]int{}, func() {})
	b2(B{}, C{}, nil, nil, nil)
	c2()
	d()
	e()
	f()
	g()
	h()
	i()
	j(1)
	k(1)
	l()
	m()
	n()
	o()
	q(nil)
	r()
	s()
	t()
	u()
	v(nil)
	w()
	x2(nil, nil)
	y2()
	z3()
	z4(1)
	_ = z5
	z6()
}
