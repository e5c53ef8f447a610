package main

import (
	"errors"
	"fmt"
)

func a() (p *int) { x := 1; p = &x; return }
func b() (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	n = 1
	return n, nil
}
func c(x *int) (p, q *int, _ int)                   { p = x; q = p; return p, q, 1 }
func d(x, y *int) (p *int, q **int)                 { p = x; q = &p; return }
func e(x *int) (r struct{ p *int })                 { r.p = x; return }
func f() (buf []byte)                               { buf = append(buf, 'x'); return buf }
func g() (fn func() int)                            { n := 0; fn = func() int { n++; return n }; return }
func h(p *int) (a, b2, c2, d2, e2, f2, g2, h2 *int) { return nil, nil, nil, nil, nil, nil, nil, p }
func i(p *int) (a, b2, c2, d2, e2, f2, g2 *int)     { return nil, nil, nil, nil, nil, nil, p }
func j(p *int) (_ *int, _ error)                    { return p, errors.New("x") }
func k(p **int) (q *int)                            { q = *p; return q }
func l(p *int) (res *int)                           { func() { res = p }(); return }
func m(p *int) (res *int)                           { f := func() { res = p }; f(); return res }
func n(p *int) (res *int)                           { go func() { res = p }(); return nil }
func o(s string, bs []byte) (t string, u []byte)    { t = s[1:]; u = bs[:2]; return }
func q(x int) (y int)                               { z := &y; *z = x; return }
func r(xs []*int) (first *int, rest []*int)         { return xs[0], xs[1:] }
func s(p *int) (x interface{})                      { x = p; return }
func t(v int) (x interface{})                       { x = v; return x }
func u(v int) interface{}                           { return v }
func v(a, b *int) (*int, *int)                      { return b, a }
func w(a, b *int) (*int, *int)                      { x, y := v(a, b); return y, x }
func x(a, b *int) (p *int)                          { p, _ = v(a, b); return }
func y(a *int) (interface{}, error)                 { p, e := z(a); return p, e }
func z(a *int) (*int, *myErr)                       { return a, nil }

type myErr struct{}

func (*myErr) Error() string { return "" }
func main() {
	a()
	b()
	c(nil)
	d(nil, nil)
	e(nil)
	f()
	g()
	h(nil)
	i(nil)
	j(nil)
	k(nil)
	l(nil)
	m(nil)
	n(nil)
	o("", nil)
	q(1)
	r(nil)
	s(nil)
	t(1)
	u(1)
	w(nil, nil)
	x(nil, nil)
}
