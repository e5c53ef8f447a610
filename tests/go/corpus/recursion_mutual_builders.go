// recursion_mutual_builders: recursive functions that keep and return their parameters
// topic: recursion
package main

import "fmt"

type expr struct {
	op   byte
	l, r *expr
	n    int
}

func num(n int) *expr { return &expr{n: n} }

func bin(op byte, l, r *expr) *expr { return &expr{op, l, r, 0} }

func (e *expr) eval() int {
	switch e.op {
	case '+':
		return e.l.eval() + e.r.eval()
	case '*':
		return e.l.eval() * e.r.eval()
	}
	return e.n
}

func simplify(e *expr) *expr {
	if e.op == 0 {
		return e
	}
	l, r := simplify(e.l), simplify(e.r)
	if e.op == '*' && (l.op == 0 && l.n == 0 || r.op == 0 && r.n == 0) {
		return num(0)
	}
	if e.op == '+' && l.op == 0 && l.n == 0 {
		return r
	}
	if l == e.l && r == e.r {
		return e
	}
	return bin(e.op, l, r)
}

func size(e *expr) int {
	if e == nil {
		return 0
	}
	return 1 + size(e.l) + size(e.r)
}

func ackermann(m, n int) int {
	if m == 0 {
		return n + 1
	}
	if n == 0 {
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

func run() {
	e := bin('+', bin('*', num(0), bin('+', num(7), num(8))), bin('*', num(20), num(30)))
	s := simplify(e)
	fmt.Println(e.eval(), size(e), s.eval(), size(s), s == e.r)
	fmt.Println(ackermann(2, 3))
}

func main() { run() }
