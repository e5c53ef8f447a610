// class_inventory_report: a shop inventory with categories, discounts and a formatted report
// topic: classroom
package main

import (
	"fmt"
	"sort"
	"strings"
)

type money int64

func (m money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s$%d.%02d", sign, int64(m)/100, int64(m)%100)
}

type category uint8

const (
	food category = iota + 1
	tools
	toys
)

func (c category) String() string {
	switch c {
	case food:
		return "food"
	case tools:
		return "tools"
	case toys:
		return "toys"
	}
	return fmt.Sprintf("category(%d)", uint8(c))
}

type product struct {
	name  string
	cat   category
	price money
	stock int
}

type discount func(product) money

type shop struct {
	products []*product
	byName   map[string]*product
	rules    map[category][]discount
	sold     map[category]money
}

type stockError struct {
	p    *product
	want int
}

func (e stockError) Error() string {
	return fmt.Sprintf("only %d %s left, %d wanted", e.p.stock, e.p.name, e.want)
}

func newShop(ps ...product) *shop {
	s := &shop{byName: make(map[string]*product, len(ps)), rules: map[category][]discount{}, sold: map[category]money{}}
	for _, p := range ps {
		p := p
		s.products = append(s.products, &p)
		s.byName[p.name] = &p
	}
	return s
}

func percent(n int) discount {
	return func(p product) money { return p.price * money(n) / 100 }
}

func (s *shop) price(p *product) money {
	best := money(0)
	for _, d := range s.rules[p.cat] {
		if m := d(*p); m > best {
			best = m
		}
	}
	return p.price - best
}

func (s *shop) sell(name string, n int) (cost money, err error) {
	p, ok := s.byName[name]
	if !ok {
		return 0, fmt.Errorf("no product %q", name)
	}
	if p.stock < n {
		return 0, stockError{p, n}
	}
	p.stock -= n
	cost = s.price(p) * money(n)
	s.sold[p.cat] += cost
	return
}

func (s *shop) report() string {
	var b strings.Builder
	sort.Slice(s.products, func(i, j int) bool {
		a, c := s.products[i], s.products[j]
		if a.cat != c.cat {
			return a.cat < c.cat
		}
		return a.name < c.name
	})
	last := category(0)
	for _, p := range s.products {
		if p.cat != last {
			b.WriteString(fmt.Sprintf("== %-6v %12v\n", p.cat, s.sold[p.cat]))
			last = p.cat
		}
		b.WriteString(fmt.Sprintf("%-8s|%4d|%9s\n", p.name, p.stock, s.price(p)))
	}
	return b.String()
}

func run() {
	s := newShop(product{"bread", food, 250, 10}, product{"saw", tools, 1999, 2},
		product{"robot", toys, 4550, 1}, product{"apple", food, 45, 300}, product{name: "void", price: -5})
	s.rules[food] = append(s.rules[food], percent(10), func(p product) money {
		if p.stock > 100 {
			return 20
		}
		return 0
	})
	s.rules[toys] = []discount{percent(50)}
	orders := []struct {
		name string
		n    int
	}{{"bread", 3}, {"saw", 3}, {"apple", 250}, {"apple", 10}, {"robot", 1}, {"moon", 1}}
	for _, o := range orders {
		cost, err := s.sell(o.name, o.n)
		if se, ok := err.(stockError); ok {
			fmt.Println("stock:", se, se.p.name)
		} else if err != nil {
			fmt.Println("error:", err)
		} else {
			fmt.Printf("%-6s x%-4d %10v\n", o.name, o.n, cost)
		}
	}
	fmt.Print(s.report())
	fmt.Println(len(s.sold), s.sold)
}

func main() { run() }
