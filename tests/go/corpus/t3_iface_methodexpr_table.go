// t3_iface_methodexpr_table: a table of interface method expressions and values
// topic: methodvalue
package main

import "fmt"

type calc interface {
	apply(int) int
	name() string
}

type add struct{ n int }
type mul struct{ n, used int }

func (a add) apply(x int) int   { return x + a.n }
func (a add) name() string      { return fmt.Sprintf("add%d", a.n) }
func (m *mul) apply(x int) int  { m.used++; return x * m.n }
func (m *mul) name() string     { return fmt.Sprintf("mul%d", m.n) }

type chain struct {
	calc
	next *chain
}

func (c *chain) apply(x int) int {
	x = c.calc.apply(x)
	if c.next != nil {
		return c.next.apply(x)
	}
	return x
}

func pipeline(x int, fs ...func(int) int) int {
	for _, f := range fs {
		x = f(x)
	}
	return x
}

func run() {
	m := &mul{n: 3}
	cs := []calc{add{10}, m, add{-1}}
	fs := make([]func(int) int, 0, len(cs))
	for _, c := range cs {
		fs = append(fs, c.apply)
	}
	fmt.Println(pipeline(1, fs...), m.used)
	op := calc.apply
	fmt.Println(op(cs[0], 5), op(m, 5), calc.name(cs[2]))
	table := map[string]func(calc) string{"plain": calc.name, "loud": func(c calc) string { return c.name() + "!" }}
	fmt.Println(table["plain"](m), table["loud"](add{2}))
	var c *chain
	for i := len(cs) - 1; i >= 0; i-- {
		c = &chain{cs[i], c}
	}
	fmt.Println(c.apply(1), c.name(), m.used, (*chain).apply(c.next, 2), (*chain).name(c.next))
	bound := c.name
	c.calc = m
	fmt.Println(bound(), c.name())
	var nilc calc
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		op(nilc, 1)
	}()
	g := (*mul).apply
	fmt.Println(g(m, 7), add.apply(add{1}, 2), m.used)
}

func main() { run() }
