// t1_iface_visitor_double: double dispatch over an expression tree
// topic: iface
package main

import "fmt"

type visitor interface {
	lit(n int)
	add(a, b expr)
	neg(a expr)
}

type expr interface{ accept(v visitor) }

type litE int
type addE struct{ a, b expr }
type negE struct{ a expr }

func (l litE) accept(v visitor)  { v.lit(int(l)) }
func (e *addE) accept(v visitor) { v.add(e.a, e.b) }
func (e negE) accept(v visitor)  { v.neg(e.a) }

type evaluator struct{ stack []int }

func (e *evaluator) lit(n int) { e.stack = append(e.stack, n) }
func (e *evaluator) pop() int {
	v := e.stack[len(e.stack)-1]
	e.stack = e.stack[:len(e.stack)-1]
	return v
}
func (e *evaluator) add(a, b expr) {
	a.accept(e)
	b.accept(e)
	e.lit(e.pop() + e.pop())
}
func (e *evaluator) neg(a expr) {
	a.accept(e)
	e.lit(-e.pop())
}

type counter map[string]int

func (c counter) lit(int)        { c["lit"]++ }
func (c counter) add(a, b expr)  { c["add"]++; a.accept(c); b.accept(c) }
func (c counter) neg(a expr)     { c["neg"]++; a.accept(c) }

type depth struct{ now, max int }

func (d *depth) in(es []expr) {
	d.now++
	if d.now > d.max {
		d.max = d.now
	}
	for _, e := range es {
		e.accept(d)
	}
	d.now--
}
func (d *depth) lit(n int)     { d.in(nil) }
func (d *depth) add(a, b expr) { d.in([]expr{a, b}) }
func (d *depth) neg(a expr)    { d.in([]expr{a}) }

func run() {
	e := &addE{litE(300), negE{&addE{litE(7), negE{litE(-5)}}}}
	var ev evaluator
	e.accept(&ev)
	c := counter{}
	e.accept(c)
	d := &depth{}
	e.accept(d)
	fmt.Println(ev.pop(), len(ev.stack), c["lit"], c["add"], c["neg"], d.max, d.now)
}

func main() { run() }
