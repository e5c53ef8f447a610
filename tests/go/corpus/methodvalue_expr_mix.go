// methodvalue_expr_mix: method values bind a copy or a pointer; method expressions take the receiver
// topic: methodvalue
package main

import "fmt"

type counter struct {
	n    int
	name string
}

func (c counter) get() int         { return c.n }
func (c *counter) add(k int) int   { c.n += k; return c.n }
func (c counter) label(s string) string { return s + c.name }

type wrap struct {
	counter
	extra int
}

func twice(f func(int) int) int { f(10); return f(10) }

func run() {
	c := counter{300, "c"}
	get := c.get
	add := c.add
	c.n = 1000
	fmt.Println(get(), add(1), c.n)
	p := &c
	pg := p.get
	p.n = 5
	fmt.Println(pg(), twice(p.add), twice(c.add))
	g, a := counter.get, (*counter).add
	fmt.Println(g(c), a(&c, 100), (*counter).get(p))
	lab := counter.label
	fmt.Println(lab(c, "name "), counter.label(counter{name: "z"}, "y"))
	w := &wrap{counter{1, "w"}, 2}
	wa, wg := w.add, w.get
	wa(50)
	fmt.Println(w.n, wg(), wrap.get(*w), (*wrap).add(w, 7))
	fs := map[string]func() int{"get": w.get, "c": c.get}
	w.n = 0
	fmt.Println(fs["get"](), fs["c"]())
	func() {
		defer w.add(1000)
		defer p.add(p.get())
	}()
	fmt.Println(w.n, p.n)
}

func main() { run() }
