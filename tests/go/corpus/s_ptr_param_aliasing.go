// s_ptr_param_aliasing: two pointer parameters that may be the same
// topic: ptr
package main

import "fmt"

type v2 struct{ x, y int }

func addInto(dst, a, b *v2) *v2 {
	dst.x = a.x + b.x
	dst.y = a.y + b.y
	return dst
}

func bump(a, b *int) (int, int) {
	*a++
	*b *= 2
	return *a, *b
}

func fill(s []int, p *int) {
	for i := range s {
		s[i] += *p
	}
}

func larger(a, b *v2) *v2 {
	if a.x*a.x+a.y*a.y > b.x*b.x+b.y*b.y {
		return a
	}
	return b
}

func copyOf(p *v2) *v2 {
	q := new(v2)
	*q = *p
	return q
}

func run() {
	a, b := v2{1, 2}, v2{30, 40}
	addInto(&a, &a, &b)
	addInto(&b, addInto(&a, &a, &a), &b)
	fmt.Println(a.x, a.y, b.x, b.y)
	n := 5
	fmt.Println(bump(&n, &n))
	s := []int{1, 2, 3}
	fill(s, &s[0])
	fmt.Println(s[0], s[1], s[2])
	larger(&a, &b).x = -1
	c := copyOf(larger(&a, &b))
	c.y++
	fmt.Println(a.x, b.x, c.y-a.y, c == larger(&a, &b))
	p := &a.x
	q := &a
	q.x = 9
	*p++
	fmt.Println(a.x, *q == v2{10, a.y})
}

func main() { run() }
