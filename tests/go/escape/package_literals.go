package main

import "fmt"

var a = func(p *int) *int { return p }
var b = func() func() int { n := 0; return func() int { n++; return n } }
var c = func() func() int { n := 0; return func() int { n++; return n } }()
var d = []func(int) int{func(i int) int { return i }, func(i int) int { f := func() int { return i }; return f() }}
var e = map[string]func(*int){"a": func(p *int) { g = p }, "b": func(p *int) {}}
var g *int
var h = struct {
	f func(*int) *int
	n int
}{f: func(p *int) *int { return p }, n: 3}
var i = func() *int { x := 5; func() { g = &x }(); return nil }()
var j, k = func() int { return 1 }, func(s string) interface{} { return s }
var l interface{} = func() {}
var m = &T{f: func() { fmt.Println("x") }}

type T struct {
	f    func()
	next *T
}

var n = T{next: &T{next: &T{}}}
var o = m.f
var q = (*T).meth
var r = T{}.meth2
var s = m.meth

func (t *T) meth() *T { return t }
func (t T) meth2() *T { return t.next }

var t1, t2 = two()

func two() (*int, []*int) { x, y := 1, 2; return &x, []*int{&y} }

var u = func(xs ...*int) int { return len(xs) }(new(int), nil)
var v = [3]*int{1: new(int)}
var w = *v[1]
var x = append([]int(nil), 1, 2, 3)
var y = fmt.Sprintf("%d", w)
var z = []interface{}{w, "s", 1.5, a, &w}

func main() {
	a(nil)
	b()()
	c()
	d[0](1)
	e["a"](nil)
	h.f(nil)
	_ = i
	j()
	k("s")
	_ = l
	m.f()
	_ = n
	_ = o
	q(m)
	r()
	s()
	fmt.Println(t1, t2, u, v, w, x, y, z)
}
