// types_named_conversions: named types of every kind and conversions between them
// topic: types
package main

import "fmt"

type celsius float64
type fahrenheit float64
type ids []int
type names map[string]ids
type visit func(int) bool
type link *node
type node struct {
	v    int
	next link
}
type handler interface{ handle(ids) int }

func (c celsius) toF() fahrenheit { return fahrenheit(c*9/5 + 32) }
func (f fahrenheit) toC() celsius { return celsius((f - 32) * 5 / 9) }
func (s ids) each(f visit) int {
	n := 0
	for _, v := range s {
		if f(v) {
			n++
		}
	}
	return n
}
func (f visit) handle(s ids) int { return s.each(f) }

func run() {
	c := celsius(100)
	f := c.toF()
	fmt.Println(f, f.toC(), float64(f)+0.5, int(f)/100)
	var s ids = []int{10, 20, 30}
	ns := names{"a": s, "b": {1}}
	fmt.Println(s.each(func(v int) bool { return v > 10 }), len(ns["a"]), []int(ns["b"])[0])
	var h handler = visit(func(v int) bool { return v%20 == 10 })
	fmt.Println(h.handle(s), h.handle(ns["b"]))
	var l link = &node{v: 1}
	l = &node{2, l}
	fmt.Println(l.v, l.next.v, (*node)(l).next == nil)
	t := struct{ x, y int }{1, 2}
	type_ := [2]ids{s, nil}
	fmt.Println(t.x+t.y, len(type_[1]))
}

func main() { run() }
