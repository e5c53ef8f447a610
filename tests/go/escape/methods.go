package main

import "fmt"

type T struct {
	n    int
	next *T
}
type big struct{ a [100]int }
type I interface{ M(*int) *int }

func (t *T) ptr() *T       { return t }
func (t T) val() int       { return t.n }
func (t T) nextp() *T      { return t.next }
func (t *T) M(p *int) *int { return p }
func (t *T) keep(q *T)     { t.next = q }
func (b big) sum() int     { return b.a[0] }
func use(f func() int) int { return f() }
func mv() (func() *T, func() int) {
	var t T
	u := &T{}
	f := t.ptr
	g := u.val
	return f, g
}
func mvLocal() int {
	t := T{n: 1}
	f := t.val
	g := t.nextp
	_ = g
	var b big
	return f() + use(b.sum) + use(t.val)
}
func mvIface(i I) func(*int) *int { return i.M }
func mvIface2(i I) *int           { f := i.M; x := 1; return f(&x) }
func me() {
	f := (*T).ptr
	g := T.val
	h := I.M
	t := &T{}
	x := 1
	fmt.Println(f(t) == t, g(*t), h(t, &x) == nil, (*T).M(t, &x) == nil, (*T).val(t))
}
func chain() *T   { t := &T{}; return t.ptr().ptr().nextp() }
func chain2() int { t := T{}; return t.ptr().ptr().val() }
func chain3() int {
	s := 0
	for i := 0; i < 2; i++ {
		t := T{}
		s += t.ptr().ptr().val()
	}
	return s
}
func keep() { a := &T{}; b := T{}; a.keep(&b); c := T{}; c.keep(a) }
func main() {
	mv()
	mvLocal()
	mvIface(&T{})
	mvIface2(&T{})
	me()
	chain()
	chain2()
	chain3()
	keep()
}
