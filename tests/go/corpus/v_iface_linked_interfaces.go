// v_iface_linked_interfaces: a list whose links are interfaces
// topic: iface
package main

import "fmt"

type seq interface {
	first() (int, bool)
	rest() seq
}

type empty struct{}
type cons struct {
	v    int
	tail seq
}
type counting struct{ from, to int }
type mapped struct {
	s seq
	f func(int) int
}
type joined struct{ a, b seq }

func (empty) first() (int, bool)     { return 0, false }
func (empty) rest() seq              { return empty{} }
func (c *cons) first() (int, bool)   { return c.v, true }
func (c *cons) rest() seq            { return c.tail }
func (c counting) first() (int, bool) { return c.from, c.from <= c.to }
func (c counting) rest() seq         { return counting{c.from + 1, c.to} }
func (m mapped) rest() seq           { return mapped{m.s.rest(), m.f} }
func (m mapped) first() (int, bool) {
	v, ok := m.s.first()
	if ok {
		v = m.f(v)
	}
	return v, ok
}
func (j joined) first() (int, bool) {
	if v, ok := j.a.first(); ok {
		return v, true
	}
	return j.b.first()
}
func (j joined) rest() seq {
	if _, ok := j.a.first(); ok {
		return joined{j.a.rest(), j.b}
	}
	return j.b.rest()
}

func list(vs []int) seq {
	var s seq = empty{}
	for i := len(vs) - 1; i >= 0; i-- {
		s = &cons{vs[i], s}
	}
	return s
}

func sum(s seq) (int, int) {
	t, n := 0, 0
	for {
		v, ok := s.first()
		if !ok {
			return t, n
		}
		t += v
		n++
		s = s.rest()
	}
}

func run() {
	k := 100
	l := list([]int{3, 1, 4})
	fmt.Println(sum(l))
	fmt.Println(sum(mapped{counting{1, 5}, func(v int) int { return v * k }}))
	fmt.Println(sum(joined{l, joined{empty{}, mapped{l, func(v int) int { k++; return v + k }}}}))
	fmt.Println(k, counting{1, 2} == counting{1, 2}, l == list(nil), list(nil) == seq(empty{}))
}

func main() { run() }
