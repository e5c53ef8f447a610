package main

import "fmt"

type V struct {
	p *int
	q int
}
type E struct {
	V
	n *int
}
type EP struct {
	*V
	n *int
}
type I interface {
	get() *int
	id(*int) *int
}
type EI struct {
	I
	k int
}

func (v V) get() *int      { return v.p }
func (v V) id(x *int) *int { return x }
func (v *V) pget() *int    { return v.p }
func (v *V) keep(x *int)   { v.p = x }
func (v *V) addr() *int    { return &v.q }

var g *int

func (v *V) leak() { g = v.p }
func a(v *V, e *E, ep *EP, ei *EI, i I) {
	f1 := V.get
	f2 := (*V).get
	f3 := (*V).pget
	f4 := E.get
	f5 := (*E).get
	f6 := (*E).addr
	f7 := EP.addr
	f8 := (*EP).get
	f9 := EI.get
	f10 := (*EI).id
	f11 := I.id
	x := 1
	_, _, _ = f1(*v), f2(v), f3(v)
	_, _, _ = f4(*e), f5(e), f6(e)
	_, _, _, _, _ = f7(*ep), f8(ep), f9(*ei), f10(ei, &x), f11(i, &x)
}
func b(v *V, e *E) *int     { return (*V).get(v) }
func c(e *E) *int           { return (*E).get(e) }
func d(e *E) *int           { return (*E).addr(e) }
func e2(e E) *int           { return E.get(e) }
func f(ep EP) *int          { return EP.addr(ep) }
func h(i I, x *int) *int    { return I.id(i, x) }
func i(ei EI) *int          { return ei.get() }
func j(ei *EI, x *int) *int { return ei.id(x) }
func k() int {
	v := V{}
	y := 2
	f := v.keep
	f(&y)
	w := V{}
	w.keep(&y)
	g2 := (*V).keep
	g2(&w, &y)
	return y
}
func l(e *E) func() *int  { return e.get }
func m(e *E) func() *int  { return e.addr }
func n(ep EP) func() *int { return ep.addr }
func o(ei EI) func() *int { return ei.get }
func q() {
	apply(V.get, V{})
	apply2((*V).leak, &V{})
	fs := []func(*V) *int{(*V).pget, (*V).get, (*V).addr}
	for _, f := range fs {
		f(&V{})
	}
}
func apply(f func(V) *int, v V) *int { return f(v) }
func apply2(f func(*V), v *V)        { f(v) }
func main() {
	a(&V{}, &E{}, &EP{V: &V{}}, &EI{I: V{}}, V{})
	b(&V{}, nil)
	c(&E{})
	d(&E{})
	e2(E{})
	f(EP{V: &V{}})
	h(V{}, nil)
	i(EI{I: V{}})
	j(&EI{I: &V{}}, nil)
	k()
	l(&E{})
	m(&E{})
	n(EP{V: &V{}})
	o(EI{I: V{}})
	q()
	fmt.Println()
}
