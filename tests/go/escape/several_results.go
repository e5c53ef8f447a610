package main

import "fmt"

type T struct{ p *int }

func two(p *int) (*int, error)              { return p, nil }
func three() (int, string, *T)              { return 1, "a", &T{} }
func take(p *int, e error) *int             { return p }
func takeI(a interface{}, b ...interface{}) {}
func keepI(a ...interface{})                { g = a }

var g []interface{}
var h interface{}

func a(p *int) *int                     { return take(two(p)) }
func b(p *int) (*int, error)            { return two(p) }
func c(p *int) (x interface{}, y error) { return two(p) }
func d(p *int) {
	takeI(two(p))
	takeI(three())
	keepI(three())
	fmt.Println(two(p))
	fmt.Println(three())
}
func e(p *int) {
	var x interface{}
	var y error
	x, y = two(p)
	h = x
	_ = y
	z, _ := two(p)
	_ = z
	var w, v = two(p)
	_, _ = w, v
	_, h = two(p)
}
func f(p *int) {
	for x, err := two(p); err == nil; x, err = two(x) {
		h = err
	}
	if q, err := two(p); err != nil {
		h = q
	}
	switch q, _ := two(p); {
	case q == nil:
	}
	func() (*int, error) { return two(p) }()
}
func i() func(*int) (*int, error) { return two }
func j(p *int) *int               { q, _ := i()(p); return q }
func k(m map[string]*int) *int {
	v, ok := m["a"]
	if !ok {
		return nil
	}
	var i interface{}
	i, ok = m["b"]
	h = i
	return v
}
func l(x interface{}) *T {
	t, ok := x.(*T)
	if ok {
		return t
	}
	var u T
	u, ok = x.(T)
	var y interface{}
	y, ok = x.(T)
	h = y
	return &u
}
func m(c chan *int) {
	v, ok := <-c
	_ = ok
	h = v
	var i interface{}
	i, ok = <-c
	_ = i
	i = <-c
}
func n() {
	go keepI(two(nil))
	defer takeI(three())
	defer two(new(int))
	go func(a, b interface{}) {}(1, "x")
}
func o(xs ...func() (int, error)) (err error) {
	for _, x := range xs {
		if _, err = x(); err != nil {
			return err
		}
	}
	return
}
func q() {
	x, y := 1, 2
	pair := func() (*int, *int) { return &x, &y }
	p1, p2 := pair()
	*p1, *p2 = *p2, *p1
	func(a, b *int) { h = a }(pair())
}
func main() {
	a(nil)
	b(nil)
	c(nil)
	d(nil)
	e(nil)
	f(nil)
	i()
	j(nil)
	k(nil)
	l(1)
	_ = m
	n()
	o()
	q()
}
