// param_two_results_mixed: one parameter flows to result 0, the other to result 1, a third nowhere
// topic: param
package main

import "fmt"

type rec struct {
	p *int
	s []int
}

func swap(a, b *int, n *int) (*int, *int) { *n++; return b, a }

func inside(r rec) *int { return r.p }

func first(r *rec) *int { return &r.s[0] }

func second(r *rec, d *int) *int {
	if len(r.s) > 1 {
		return &r.s[1]
	}
	return d
}

func run() {
	x, y, n := 10, 20, 0
	p, q := swap(&x, &y, &n)
	*p, *q = 111, 222
	r := rec{p, []int{5}}
	*inside(r) += 1
	*first(&r) = 6
	*second(&r, &n) = 42
	fmt.Println(x, y, n, r.s[0])
	r.s = append(r.s, 7)
	*second(&r, &n) = 8
	fmt.Println(n, r.s[0], r.s[1])
}

func main() { run() }
