// v_types_method_on_map_func: methods on map, func, array and bool types
// topic: types
package main

import "fmt"

type bag map[string]int
type pred func(string) bool
type rgb [3]byte
type flag bool
type cents int

func (b bag) add(s string, n int) bag {
	b[s] += n
	return b
}

func (b bag) filter(p pred) bag {
	out := bag{}
	for k, v := range b {
		if p(k) {
			out[k] = v
		}
	}
	return out
}

func (b bag) total() int {
	t := 0
	for _, v := range b {
		t += v
	}
	return t
}

func (p pred) not() pred { return func(s string) bool { return !p(s) } }
func (c rgb) mix(d rgb) rgb {
	for i := range c {
		c[i] = c[i]/2 + d[i]/2
	}
	return c
}
func (c *rgb) invert() {
	for i, v := range *c {
		(*c)[i] = 255 - v
	}
}
func (f *flag) toggle() flag { *f = !*f; return *f }
func (c cents) euros() (int, int) { return int(c) / 100, int(c) % 100 }

func run() {
	b := bag{}.add("apple", 100).add("kiwi", 30).add("apple", 5)
	long := pred(func(s string) bool { return len(s) > 4 })
	fmt.Println(b.total(), b.filter(long).total(), b.filter(long.not()).total(), len(b))
	red, blue := rgb{255}, rgb{2: 200}
	m := red.mix(blue)
	m.invert()
	fmt.Println(m[0], m[1], m[2], red[0], m == rgb{128, 255, 155})
	var f flag
	fmt.Println(f.toggle(), f.toggle(), f, bool(f) || true)
	fmt.Println(cents(1999).euros())
	var p pred
	fmt.Println(p == nil, bag(nil).total(), cents(5)+cents(len(b)))
}

func main() { run() }
