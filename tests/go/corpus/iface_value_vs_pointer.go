// iface_value_vs_pointer: boxing copies a struct value but shares a pointer
// topic: iface
package main

import "fmt"

type counter struct{ n, step int }

func (c counter) Get() int { return c.n }

type pcounter struct{ n int }

func (p *pcounter) Get() int { p.n++; return p.n }

type getter interface{ Get() int }

func total(gs []getter) int {
	t := 0
	for _, g := range gs {
		t += g.Get()
	}
	return t
}

func run() {
	c := counter{100, 1}
	p := &pcounter{200}
	gs := []getter{c, p, counter{n: 7}, &c}
	c.n = 5000
	fmt.Println(total(gs), total(gs), p.n)
	var g getter = c
	h := g
	c.n++
	fmt.Println(g.Get(), h.Get(), c.Get(), g == h, gs[1] == getter(p))
}

func main() { run() }
