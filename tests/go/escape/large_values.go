package main

import "fmt"

type B1 struct{ a [10 << 20]byte }
type B2 struct{ a [10<<20 + 1]byte }
type S64 struct{ a [65536]byte }
type S65 struct{ a [65537]byte }

func vars() int { var a B1; var b B2; a.a[0] = 1; b.a[0] = 2; return int(a.a[0] + b.a[0]) }
func news() int {
	p := new(S64)
	q := new(S65)
	r := &S64{}
	s := &S65{}
	return int(p.a[0] + q.a[0] + r.a[0] + s.a[0])
}

const N = 8192

func makes(n int) int {
	a := make([]int, 8192)
	b := make([]int, 8193)
	c := make([]byte, 65536)
	d := make([]byte, 65537)
	e := make([]int, n)
	f := make([]int, 2, n)
	g := make([]int, n, 20)
	h := make([]struct{}, 1<<30)
	i := make([]int, N)
	j := make([]int, N, N+1)
	k := make([]int, 0)
	var z uint8 = 4
	l := make([]int, z)
	m := make([]int, uint8(4))
	o := make([]S64, 1)
	q := make([]S64, 2)
	return len(a) + len(b) + len(c) + len(d) + len(e) + len(f) + len(g) + len(h) + len(i) + len(j) + len(k) + len(l) + len(m) + len(o) + len(q)
}
func lits() int {
	a := []int{9999: 1}
	b := [20000]int{1: 2}
	c := []S65{{}}
	return a[1] + b[2] + len(c)
}
func capt() func() byte {
	var a S64
	var b [128]byte
	var c [129]byte
	return func() byte { return a.a[0] + b[1] + c[2] }
}
func clos() byte        { var a B1; f := func() byte { return a.a[0] }; return f() }
func mval() byte        { var s S65; var t S64; f := s.get; g := t.get; return f() + g() }
func (s S65) get() byte { return s.a[0] }
func (s S64) get() byte { return s.a[0] }
func par(b B2) B2       { return b }
func box()              { var s S64; var e interface{} = s; _ = e; fmt.Println(len(s.a)) }
func ms() {
	m := make(map[int]int, 1000000)
	c := make(chan [100]int, 2)
	_ = m
	_ = c
	s := make([]string, 4)
	s[0] = "x"
	n := 3
	t := make([]int, n)
	_ = t
	const k = 3
	u := make([]int, k)
	_ = u
}
func main() {
	vars()
	news()
	makes(1)
	lits()
	capt()
	clos()
	mval()
	par(B2{})
	box()
	ms()
}
