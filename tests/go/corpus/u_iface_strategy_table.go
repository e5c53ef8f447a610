// u_iface_strategy_table: strategies as values of an interface in a map and in a struct
// topic: iface
package main

import "fmt"

type pricing interface{ price(n int) int }

type flat int
type bulk struct{ unit, from, off int }
type first struct {
	n    int
	then pricing
}
type custom func(int) int

func (f flat) price(n int) int { return int(f) * n }
func (b bulk) price(n int) int {
	p := b.unit * n
	if n >= b.from {
		p -= b.off * n
	}
	return p
}
func (f *first) price(n int) int {
	if n > f.n {
		n, f.n = n-f.n, 0
		return f.then.price(n)
	}
	f.n -= n
	return 0
}
func (c custom) price(n int) int { return c(n) }

type shop struct {
	pricing
	sold int
}

func (s *shop) sell(n int) int {
	s.sold += n
	return s.price(n)
}

func run() {
	free := &first{3, flat(100)}
	calls := 0
	table := map[string]pricing{
		"flat":   flat(10),
		"bulk":   bulk{10, 5, 2},
		"first":  free,
		"custom": custom(func(n int) int { calls++; return n * calls }),
	}
	for _, k := range []string{"flat", "bulk", "first", "custom", "first", "custom"} {
		fmt.Println(k, table[k].price(2), table[k].price(6))
	}
	s := shop{pricing: table["flat"]}
	a := s.sell(7)
	s.pricing = free
	fmt.Println(a, s.sell(1), s.sold, calls, table["flat"] == flat(10), table["bulk"] == bulk{10, 5, 2}, table["none"] == nil)
}

func main() { run() }
