package main

import "fmt"

type N struct {
	next *N
	v    int
	s    []*N
}

func a(n int) *N {
	var l *N
	for i := 0; i < n; i++ {
		x := N{v: i, next: l}
		l = &x
	}
	return l
}
func b(n int) int {
	var l *N
	for i := 0; i < n; i++ {
		x := N{v: i}
		l = &x
	}
	return l.v
}
func c(n int) int {
	s := 0
	for i := 0; i < n; i++ {
		x := N{v: i}
		l := &x
		s += l.v
	}
	return s
}
func d(n int) int {
	var l *N
	for i := 0; i < n; i++ {
		l = &N{v: i}
	}
	return l.v
}
func e(n int) int {
	l := &N{}
	for i := 0; i < n; i++ {
		l = &N{next: l}
	}
	return l.v
}
func f(n int) int {
	var p *int
	for i := 0; i < n; i++ {
		p = &i
	}
	return *p
}
func g(n int) int {
	var p *int
	for i := 0; i < n; i++ {
		j := i
		if p == nil {
			p = &j
		}
	}
	return *p
}
func h(n int) (s int) {
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			var k int
			q := &k
			*q = j
			s += k
		}
	}
	return
}
func i(n int) (s int) {
	var arr []*int
	for i := 0; i < n; i++ {
		x := i
		arr = append(arr, &x)
	}
	return len(arr)
}
func j(n int) {
	var arr [4]*int
	for i := range arr {
		x := i
		arr[i] = &x
	}
	fmt.Println(len(arr))
}
func k(n int) {
	for i := 0; i < n; i++ {
		f := func() int { return i }
		fmt.Println(f())
	}
}
func l(n int) {
	var fs []func()
	for i := 0; i < n; i++ {
		fs = append(fs, func() { fmt.Println(i) })
	}
	for _, f := range fs {
		f()
	}
}
func m(n int) {
	var f func()
	for i := 0; i < n; i++ {
		f = func() { fmt.Println(i) }
	}
	f()
}
func o(n int) {
	var f func()
	for i := 0; i < n; i++ {
		j := i
		f = func() { fmt.Println(j) }
	}
	if f != nil {
		f()
	}
}
func q(n int) {
	for i := 0; i < n; i++ {
		buf := make([]byte, 10)
		buf[0] = 1
		s := []int{i}
		m := map[int]int{i: 1}
		p := new(int)
		e := interface{}(i)
		_, _, _, _, _ = buf, s, m, p, e
	}
}
func r(n int) {
	var keep interface{}
	for i := 0; i < n; i++ {
		keep = i
	}
	_ = keep
	var ks []int
	for i := 0; i < n; i++ {
		ks = []int{i}
	}
	_ = ks
	var st string
	for i := 0; i < n; i++ {
		st = string(rune(i)) + "x"
	}
	_ = st
	var bs []byte
	for i := 0; i < n; i++ {
		bs = []byte(st)
	}
	_ = bs
	var mm map[int]int
	for i := 0; i < n; i++ {
		mm = map[int]int{}
		mm = make(map[int]int)
	}
	_ = mm
}
func s(n int) {
	var x struct {
		p *int
		m map[string]int
	}
	for {
		y := 1
		x.p = &y
		x.m = map[string]int{}
		if n > 0 {
			break
		}
	}
	_ = x
}
func t(xs []N) *N {
	var best *N
	for i := range xs {
		if best == nil || xs[i].v > best.v {
			best = &xs[i]
		}
	}
	return best
}
func u(xs []N) N {
	var best N
	for _, x := range xs {
		if x.v > best.v {
			best = x
		}
	}
	return best
}
func v(xs []N) *N {
	var best *N
	for _, x := range xs {
		if best == nil {
			best = &x
		}
	}
	return best
}
func w(xs []*N) (out []*N) {
	for _, x := range xs {
		for _, y := range x.s {
			out = append(out, y)
		}
	}
	return
}
func x(m map[string]*N) *N {
	for _, v := range m {
		return v
	}
	return nil
}
func y() {
	for i, s := 0, ""; i < 3; i, s = i+1, s+"x" {
		p := &s
		fmt.Println(*p)
	}
}
func z() {
	sum := 0
	for i := range [3]int{} {
		sum += i
	}
	for range "abc" {
		sum++
	}
	for i, c := range "abc" {
		sum += i + int(c)
	}
	fmt.Println(sum)
}
func main() {
	a(1)
	b(1)
	c(1)
	d(1)
	e(1)
	f(1)
	g(1)
	h(1)
	i(1)
	j(1)
	k(1)
	l(1)
	m(1)
	o(1)
	q(1)
	r(1)
	s(1)
	t(nil)
	u(nil)
	v(nil)
	w(nil)
	x(nil)
	y()
	z()
}
