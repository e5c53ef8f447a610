// s_selfassign_more: swaps and shifts inside one object, by fields, elements and slices
// topic: selfassign
package main

import "fmt"

type ring struct {
	items [4]*int
	names []string
	a, b  *int
	sub   struct{ p, q []byte }
	text  string
}

func (r *ring) rotate() {
	first := r.items[0]
	r.items[0] = r.items[1]
	r.items[1] = r.items[2]
	r.items[2] = r.items[3]
	r.items[3] = first
}

func (r *ring) swap() { r.a, r.b = r.b, r.a }

func (r *ring) trim() {
	r.names = r.names[1:]
	r.sub.p = r.sub.q
	r.sub.q = r.sub.q[:1]
	r.text = r.text[1:3]
	r.b = r.a
}

func (r ring) byValue() *int {
	r.a = r.b
	return r.a
}

func shift(s []*int) {
	for i := 1; i < len(s); i++ {
		s[i-1] = s[i]
	}
	s = s[:len(s)-1]
	s[0] = s[len(s)-1]
}

func two(x, y *ring) {
	x.a = y.a
	x.names = y.names
}

func run() {
	n := []int{100, 200, 300, 400}
	r := &ring{items: [4]*int{&n[0], &n[1], &n[2], &n[3]}, names: []string{"x", "y"}, a: &n[0], b: &n[1], text: "abcd"}
	r.sub.q = []byte{7, 8, 9}
	r.rotate()
	r.swap()
	fmt.Println(*r.items[0], *r.items[3], *r.a, *r.b, *r.byValue())
	r.trim()
	fmt.Println(r.names[0], len(r.sub.p), len(r.sub.q), r.text, r.a == r.b)
	s := []*int{&n[3], &n[2], &n[1]}
	shift(s)
	fmt.Println(*s[0], *s[1], *s[2])
	q := &ring{}
	two(q, r)
	fmt.Println(*q.a, len(q.names))
}

func main() { run() }
