package main

import "fmt"

type in struct {
	p *int
	s []int
}
type out struct {
	a   in
	b   *in
	arr [2]in
	m   map[string]in
	e   interface{}
	f   func()
}
type list struct {
	head, tail *elem
	n          int
}
type elem struct {
	v    interface{}
	next *elem
}

func (l *list) push(v interface{}) {
	e := &elem{v: v}
	if l.head == nil {
		l.head = e
	} else {
		l.tail.next = e
	}
	l.tail = e
	l.n++
}
func (l *list) pop() interface{} { e := l.head; l.head = e.next; return e.v }
func copyOut(o *out) out         { return *o }
func addrField(o *out) *in       { return &o.a }
func addrArr(o *out, i int) *in  { return &o.arr[i] }
func fieldVal(o out) *int        { return o.a.p }
func derefField(o *out) *int     { return o.b.p }
func deep(o **out) []int         { return (*o).b.s }
func build(x *int, s []int) out {
	return out{a: in{x, s}, arr: [2]in{{x, nil}, {}}, f: func() { *x = 1 }}
}
func build2() *out {
	x, y := 1, 2
	return &out{b: &in{p: &x}, a: in{p: &y}, m: map[string]in{"a": {p: new(int)}}}
}
func local() int {
	x := 1
	o := out{a: in{p: &x}}
	o.b = &in{p: &x}
	o.arr[0].p = &x
	i := &o.a
	return *i.p + *o.b.p
}
func linkLocal() int {
	a := elem{v: 1}
	b := elem{v: 2, next: &a}
	c := &elem{}
	c.next = &b
	return len(fmt.Sprint(c.next.next.v))
}
func cmp(a, b in) bool { return a.p == b.p }
func mod(o out) out    { o.a.p = new(int); o.arr[1].s = []int{1}; o.m["x"] = in{}; return o }
func slit() {
	s := []in{{nil, nil}, {p: new(int)}}
	t := []*in{{}, {p: new(int)}}
	u := map[string]*in{"a": {}}
	v := [...]*in{1: {}}
	w := [][]*int{{new(int)}}
	fmt.Println(len(s), len(t), len(u), len(v), len(w))
}
func anon() {
	p := struct {
		x, y int
		s    string
	}{1, 2, "z"}
	q := &struct{ a *int }{new(int)}
	fmt.Println(p, q.a == nil)
	r := []struct {
		n int
		t string
	}{{1, "a"}, {2, "b"}}
	for _, e := range r {
		fmt.Println(e.n, e.t)
	}
}
func retAnon() struct{ x *int } { return struct{ x *int }{new(int)} }
func empty() {
	var e struct{}
	p := &e
	m := map[string]struct{}{}
	m["a"] = struct{}{}
	fmt.Println(*p, len(m))
	ch := make(chan struct{})
	go func() { ch <- struct{}{} }()
	<-ch
}
func main() {
	l := &list{}
	l.push(1)
	l.push("a")
	l.pop()
	copyOut(&out{})
	addrField(&out{})
	addrArr(&out{}, 0)
	fieldVal(out{})
	derefField(&out{b: &in{}})
	o := &out{b: &in{}}
	deep(&o)
	build(nil, nil)
	build2()
	local()
	linkLocal()
	cmp(in{}, in{})
	mod(out{m: map[string]in{}})
	slit()
	anon()
	retAnon()
	empty()
}
