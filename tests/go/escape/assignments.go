package main

import "fmt"

type T struct {
	p, q *int
	s    []int
	m    map[string]*int
	n    int
	a    [2]*int
	t    *T
	in   struct{ x *int }
}

var g T
var gp *T
var gs []*int
var gm = map[string]*int{}
var ga [4]*int

func a(p, q *int)             { g.p = p; gp.q = q }
func b(p, q *int)             { gs[0] = p; gm["a"] = q; ga[1] = p }
func c(p *int) T              { var t T; t.p = p; t.in.x = p; t.a[0] = p; return t }
func d(p *int) *int           { var t T; t.p = p; return t.q }
func e(p, q *int) *int        { p, q = q, p; return p }
func f(t *T, p *int)          { t.p = p }
func h(t *T, u *T)            { t.t = u; t.t.p = u.p; *t = *u }
func i(t T, u *T) T           { t = *u; t.p = u.q; return t }
func j(pp **int, p *int)      { *pp = p }
func k(pp **int) *int         { return *pp }
func l(ppp ***int) *int       { return **ppp }
func m(p *int) **int          { return &p }
func n(p *int) int            { q := p; r := &q; **r = 2; return *p }
func o() (x *int)             { y := 1; z := &y; w := &z; x = *w; return }
func q(a [2]*int, i int) *int { return a[i] }
func r(a *[2]*int, p *int)    { a[0] = p }
func s(s []*int, p *int)      { s[0], s[1] = p, s[0] }
func t(p *int) {
	var loc [2]*int
	loc[0] = p
	loc2 := loc
	_ = loc2
	x := 1
	loc[1] = &x
	m := map[string]*int{}
	y := 2
	m["a"] = &y
	st := T{}
	z := 3
	st.p = &z
	pt := &st
	w := 4
	pt.q = &w
}
func u(str string, b []byte) (string, []byte) {
	str += "x"
	b = append(b, str...)
	str = str[1:]
	return str, b[1:]
}
func v(xs [][]int, ys []int) [][]int     { xs[0] = ys; xs = append(xs, ys); return xs[1:] }
func w(m map[string][]*int, p *int)      { m["a"] = append(m["a"], p); m["b"][0] = p }
func x(m map[*int]string, p *int) string { m[p] = "x"; return m[p] }
func y(ms map[string]T, t T)             { ms["a"] = t; u := ms["b"]; u.p = t.p; _ = u }
func z(i interface{}) *int {
	if p, ok := i.(*int); ok {
		return p
	}
	switch i := i.(type) {
	case *T:
		return i.p
	case T:
		return i.q
	}
	return nil
}
func aa(c chan *int, p *int) *int { c <- p; x, ok := <-c; _ = ok; return x }
func bb(p *int) (a, b *int)       { a = p; b = a; a = nil; return a, b }
func cc(p *int) {
	_ = p
	_, x := p, p
	_ = x
	var _ = p
	var _ *int = p
	_ = &p
}
func dd(x, y int) {
	x, y = y, x
	x += y
	x <<= 1
	x++
	y--
	x &^= y
	x |= 3
	f := 1.5
	f *= 2
	s := "a"
	s += "b"
	s += s
	fmt.Print(x, y, f, s)
}
func ee(ps ...*int) []*int           { ps = append(ps, new(int)); return ps }
func ff(f func() *int, g func(*int)) { g(f()); g(nil) }
func gg(p *T) *T {
	for p.t != nil {
		p = p.t
	}
	return p
}
func hh(head *T, n int) *T {
	var prev *T
	for cur := head; cur != nil; {
		next := cur.t
		cur.t = prev
		prev, cur = cur, next
	}
	return prev
}
func ii(n int) *T {
	var head *T
	for i := 0; i < n; i++ {
		head = &T{t: head, n: i}
	}
	return head
}
func jj(n int) int {
	var head *T
	for i := 0; i < n; i++ {
		head = &T{t: head, n: i}
	}
	return head.n
}
func kk() int {
	t := T{}
	u := T{t: &t}
	v := T{t: &u}
	v.t.t.n = 3
	w := &v
	w.t = &t
	return t.n
}
func ll(t T) *T           { return &t }
func mm(t T) *int         { return &t.n }
func nn(t T) []*int       { return t.a[:] }
func oo(arr [3]int) []int { return arr[:] }
func pp(arr [3]int) int   { s := arr[:]; return s[0] }
func qq(x int) *int       { p := &x; q := p; return q }
func rr(x int) int        { p := &x; q := &p; return **q }
func main() {
	x := 1
	a(&x, &x)
	b(&x, &x)
	c(&x)
	d(&x)
	e(&x, &x)
	f(&T{}, &x)
	h(&T{}, &T{})
	i(T{}, &T{})
	t(&x)
	jj(1)
	kk()
	rr(1)
	pp([3]int{})
	_, _, _, _, _, _, _, _, _ = j, k, l, m, n, o, q, r, s
}
