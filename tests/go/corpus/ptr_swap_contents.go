// ptr_swap_contents: what pointers point to is swapped, and pointers themselves
// topic: ptr
package main

import "fmt"

type big struct {
	data [6]int
	tag  string
}

func swapVals(a, b *big)   { *a, *b = *b, *a }
func swapPtrs(a, b **big)  { *a, *b = *b, *a }
func clone(a *big) *big    { c := *a; return &c }
func field(a *big) *string { return &a.tag }
func elem(a *big, i int) *int {
	return &a.data[i]
}

func run() {
	x := big{[6]int{1, 2, 3}, "x"}
	y := big{tag: "y"}
	swapVals(&x, &y)
	fmt.Println(x.tag, y.tag, y.data[2])
	p, q := &x, &y
	swapPtrs(&p, &q)
	fmt.Println(p.tag, q.tag, p == &y)
	c := clone(p)
	*elem(c, 5) = 600
	*elem(p, 0) += 41
	*field(q) = *field(c) + "+" + *field(q)
	fmt.Println(c.data[5], p.data[5], p.data[0], c.data[0], x.tag)
	*p = *c
	fmt.Println(y.data[5], *p == *c, p == c)
}

func main() { run() }
