// t2_method_nonstruct_types: methods on slices, maps, functions, numbers and strings
// topic: types
package main

import "fmt"

type ints []int
type graph map[int]ints
type pred func(int) bool
type num uint16
type word string
type cell [2]int8
type done chan struct{}

func (s ints) filter(p pred) (out ints) {
	for _, v := range s {
		if p(v) {
			out = append(out, v)
		}
	}
	return
}
func (s *ints) push(vs ...int) ints { *s = append(*s, vs...); return *s }
func (s ints) Len() int             { return len(s) }
func (g graph) link(a, b int)       { g[a], g[b] = append(g[a], b), append(g[b], a) }
func (g graph) degree(n int) int    { return g[n].Len() }
func (p pred) not() pred            { return func(n int) bool { return !p(n) } }
func (p pred) and(q pred) pred      { return func(n int) bool { return p(n) && q(n) } }
func (n num) bits() (b int) {
	for ; n > 0; n >>= 1 {
		b += int(n & 1)
	}
	return
}
func (n *num) double() { *n <<= 1 }
func (w word) first() rune {
	for _, r := range w {
		return r
	}
	return -1
}
func (c cell) swap() cell { return cell{c[1], c[0]} }
func (c *cell) neg()      { c[0], c[1] = -c[0], -c[1] }
func (d done) signal()    { close(d) }

type lener interface{ Len() int }

func run() {
	var s ints
	s.push(5, 10, 15)
	s.push()
	even := pred(func(n int) bool { return n%2 == 0 })
	big := pred(func(n int) bool { return n > 7 })
	fmt.Println(s.filter(even), s.filter(even.not()), s.filter(big.and(even.not())), s.Len())
	g := graph{}
	g.link(1, 2)
	g.link(1, 3)
	fmt.Println(g.degree(1), g.degree(9), g)
	n := num(0x8001)
	n.double()
	n.double()
	fmt.Println(n, num(0xFFFF).bits(), word("éa").first(), word("").first())
	c := cell{1, -128}
	c.neg()
	fmt.Println(c, c.swap(), c == c.swap().swap())
	d := make(done)
	go d.signal()
	<-d
	var l lener = s
	s.push(20)
	fmt.Println(l.Len(), lener(&s).Len(), ints.Len(s), (*ints).push(&s, 1))
	f := s.push
	f(2, 3)
	fmt.Println(len(s))
}

func main() { run() }
