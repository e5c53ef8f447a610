package main

import "fmt"

type I interface {
	m(*int) *int
	n() I
}
type J interface {
	I
	o()
}
type T struct{ p *int }
type U struct {
	I
	q int
}

func (t T) m(x *int) *int { return x }
func (t T) n() I          { return t }
func (t T) o()            {}

type P struct{ p *int }

func (t *P) m(x *int) *int { t.p = x; return nil }
func (t *P) n() I          { return t }
func (t *P) o()            {}
func a()                   { x := 1; var i I = T{}; i.m(&x); j := I(&P{}); j.m(&x) }
func b()                   { x := 1; i, j := I(T{}), J(&P{}); i.m(&x); j.m(&x); j.o() }
func c()                   { x := 1; var i I = T{}; func() { i.m(&x) }(); i.m(&x) }
func d()                   { x := 1; var i I = T{}; i.m(&x); i = &P{}; i.m(&x) }
func e()                   { x := 1; var i I = T{}; p := &i; (*p).m(&x); i.m(&x) }
func f()                   { x := 1; I(T{}).m(&x); I(&P{}).m(&x); J(T{}).n().m(&x) }
func g() {
	x := 1
	var u I = U{I: T{}}
	u.m(&x)
	v := &U{I: &P{}}
	v.m(&x)
	var w I = v
	w.m(&x)
}
func h() {
	x := 1
	var i I = T{}
	defer i.m(&x)
	go i.m(&x)
	f := i.m
	f(&x)
	defer i.n()
}
func k(b bool) {
	x := 1
	var i I = T{}
	if b {
		y := 2
		i.m(&y)
	}
	for z := 0; z < 2; z++ {
		i.m(&z)
	}
	j := i
	j.m(&x)
	var l J = T{}
	i2 := I(l)
	i2.m(&x)
}
func l(t T) I { var i I = t; return i.n() }
func m() error {
	var e error = fmt.Errorf("x")
	e.Error()
	var s fmt.Stringer = Str("a")
	return fmt.Errorf(s.String())
}

type Str string

func (s Str) String() string { return string(s) }
func n() {
	var i interface{ m(*int) *int } = T{}
	x := 1
	i.m(&x)
	switch v := i.(type) {
	case T:
		v.m(&x)
	case I:
		v.m(&x)
	}
}
func o() string { s := fmt.Stringer(Str("b")); t := s; return s.String() + t.String() }
func q() {
	var i I = mk()
	x := 1
	i.m(&x)
	mkT().m(&x)
	I(mkT()).m(&x)
	i3 := I(mkT())
	i3.m(&x)
}
func mk() I  { return T{} }
func mkT() T { return T{} }
func main() {
	a()
	b()
	c()
	d()
	e()
	f()
	g()
	h()
	k(true)
	l(T{})
	m()
	n()
	o()
	q()
}
