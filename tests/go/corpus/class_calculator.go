// class_calculator: a recursive descent parser that evaluates while it reads
// topic: classroom
package main

import "fmt"

type parser struct {
	in   string
	pos  int
	errs int
}

func (p *parser) peek() byte {
	for p.pos < len(p.in) && p.in[p.pos] == ' ' {
		p.pos++
	}
	if p.pos == len(p.in) {
		return 0
	}
	return p.in[p.pos]
}

func (p *parser) number() int {
	n := 0
	c := p.peek()
	if c < '0' || c > '9' {
		p.errs++
		if p.pos < len(p.in) {
			p.pos++
		}
		return 0
	}
	for p.pos < len(p.in) && p.in[p.pos] >= '0' && p.in[p.pos] <= '9' {
		n = n*10 + int(p.in[p.pos]-'0')
		p.pos++
	}
	return n
}

func (p *parser) factor() int {
	switch p.peek() {
	case '(':
		p.pos++
		v := p.expr()
		if p.peek() == ')' {
			p.pos++
		} else {
			p.errs++
		}
		return v
	case '-':
		p.pos++
		return -p.factor()
	}
	return p.number()
}

func (p *parser) term() int {
	v := p.factor()
	for {
		switch p.peek() {
		case '*':
			p.pos++
			v *= p.factor()
		case '/':
			p.pos++
			d := p.factor()
			if d == 0 {
				p.errs++
				d = 1
			}
			v /= d
		default:
			return v
		}
	}
}

func (p *parser) expr() int {
	v := p.term()
	for c := p.peek(); c == '+' || c == '-'; c = p.peek() {
		p.pos++
		if c == '+' {
			v += p.term()
		} else {
			v -= p.term()
		}
	}
	return v
}

func eval(s string) (int, bool) {
	p := parser{in: s}
	v := p.expr()
	return v, p.errs == 0 && p.peek() == 0
}

func run() {
	for _, s := range []string{"1 + 2*300", "(4-10) * -(2+3)", "100/(5-5)", "7 +", "2 3", "((999))", "1-2-3", "100/7/2"} {
		v, ok := eval(s)
		fmt.Println(s, "=", v, ok)
	}
}

func main() { run() }
