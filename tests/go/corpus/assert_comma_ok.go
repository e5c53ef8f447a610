// assert_comma_ok: type assertions to concrete types and to interfaces
// topic: iface
package main

import "fmt"

type animal interface{ name() string }
type flyer interface{ fly() int }
type both interface {
	animal
	flyer
}

type cat struct{ n string }
type bird struct {
	n string
	h int
}

func (c *cat) name() string { return c.n }
func (b bird) name() string { return b.n }
func (b bird) fly() int     { return b.h }

func maxHeight(as []animal) (best int, who animal) {
	for _, a := range as {
		if f, ok := a.(flyer); ok && f.fly() > best {
			best, who = f.fly(), a
		}
	}
	return
}

func run() {
	as := []animal{&cat{"tom"}, bird{"robin", 300}, bird{"eagle", 2000}, &bird{"hawk", 900}}
	h, w := maxHeight(as)
	fmt.Println(h, w.name())
	c, ok := as[0].(*cat)
	fmt.Println(c.n, ok)
	_, ok = as[0].(bird)
	b, ok2 := as[1].(bird)
	b.h = 1
	fmt.Println(ok, ok2, b.h, as[1].(bird).h)
	bo := as[2].(both)
	fmt.Println(bo.name(), bo.fly(), bo == as[2])
	var x any = bo
	_, isFlyer := x.(flyer)
	z, isInt := x.(int)
	fmt.Println(isFlyer, z, isInt)
	p, ok := as[3].(*bird)
	if ok {
		p.h = 5000
	}
	h, w = maxHeight(as)
	fmt.Println(h, w.name())
	var none animal
	_, ok = none.(flyer)
	fmt.Println(ok)
}

func main() { run() }
