package main

import "fmt"

type shape interface {
	area() float64
	name() string
}
type sq struct{ s float64 }
type rect struct {
	w, h float64
	tag  *string
}
type ptr struct{ p *int }

func (s sq) area() float64    { return s.s * s.s }
func (s sq) name() string     { return "sq" }
func (r *rect) area() float64 { return r.w * r.h }
func (r *rect) name() string  { return *r.tag }
func (p ptr) area() float64   { return float64(*p.p) }
func (p ptr) name() string    { return "ptr" }

var sink interface{}
var shapes []shape

func mk(i int) shape {
	if i == 0 {
		return sq{2}
	}
	if i == 1 {
		return &rect{1, 2, nil}
	}
	return ptr{new(int)}
}
func total(xs ...shape) (t float64) {
	for _, x := range xs {
		t += x.area()
	}
	return
}
func store(s shape) { sink = s }
func box(i int, s string, b bool, f float64, a [3]int) {
	sink = i
	sink = s
	sink = b
	sink = f
	sink = a
	sink = &a
	var e interface{} = i
	_ = e
	_ = interface{}(s)
	var e2 interface{} = e
	sink = e2
}
func unbox(e interface{}) (int, *int, shape) {
	i, _ := e.(int)
	p := e.(*int)
	s, ok := e.(shape)
	_ = ok
	return i, p, s
}
func cmp(a, b interface{}) bool { return a == b }
func direct() float64 {
	var s shape = sq{3}
	var r shape = &rect{1, 2, nil}
	q := shape(ptr{new(int)})
	x := 1.0
	var t shape = sq{x}
	t = nil
	_ = t
	return s.area() + r.area() + q.area() + total(s, r, sq{1}, &rect{})
}
func lit() {
	m := map[interface{}]shape{1: sq{1}, "a": &rect{}}
	l := []interface{}{1, "x", sq{2}, nil, 'c', 2.5}
	a := [2]shape{sq{1}, mk(1)}
	st := struct {
		e interface{}
		s shape
	}{5, sq{9}}
	fmt.Println(m, l, a, st)
}
func main() {
	store(mk(0))
	box(1, "", true, 2, [3]int{})
	unbox(1)
	cmp(1, 2)
	direct()
	lit()
}
