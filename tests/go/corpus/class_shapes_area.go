// class_shapes_area: shapes behind an interface, some by value, some by pointer
// topic: classroom
package main

import "fmt"

type shape interface {
	area() float64
	scale(f float64) shape
	name() string
}

type rect struct{ w, h float64 }
type circle struct{ r float64 }
type group struct{ parts []shape }

func (r rect) area() float64         { return r.w * r.h }
func (r rect) scale(f float64) shape { return rect{r.w * f, r.h * f} }
func (r rect) name() string          { return "rect" }

func (c *circle) area() float64         { return 3 * c.r * c.r }
func (c *circle) scale(f float64) shape { c.r *= f; return c }
func (c *circle) name() string          { return "circle" }

func (g group) area() float64 {
	t := 0.0
	for _, s := range g.parts {
		t += s.area()
	}
	return t
}

func (g group) scale(f float64) shape {
	n := group{}
	for _, s := range g.parts {
		n.parts = append(n.parts, s.scale(f))
	}
	return n
}

func (g group) name() string {
	s := "group"
	for _, p := range g.parts {
		s += "," + p.name()
	}
	return s
}

func largest(ss []shape) shape {
	var best shape
	for _, s := range ss {
		if best == nil || s.area() > best.area() {
			best = s
		}
	}
	return best
}

func run() {
	c := &circle{2}
	g := group{[]shape{rect{2, 3}, c, group{}}}
	fmt.Println(g.area(), g.name())
	h := g.scale(2)
	fmt.Println(h.area(), g.area(), c.r)
	b := largest([]shape{rect{5, 5}, g, h, c})
	fmt.Println(b.name(), b.area(), largest(nil) == nil)
}

func main() { run() }
