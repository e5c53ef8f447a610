// named_results_shadowed: named results, bare returns, results taken by address
// topic: param
package main

import (
	"errors"
	"fmt"
)

var keep *int

func minmax(xs []int) (min, max int, err error) {
	if len(xs) == 0 {
		err = errors.New("empty")
		return
	}
	min, max = xs[0], xs[0]
	for _, x := range xs[1:] {
		if x < min {
			min = x
		} else if x > max {
			max = x
		}
	}
	return
}

func leaks() (n int) {
	keep = &n
	n = 300
	return n + 1
}

func inner(p *int) (q *int) {
	q = p
	{
		q := new(int)
		*q = 5
		*p += *q
	}
	return
}

func build(n int) (s []*int, _ bool) {
	for i := 0; i < n; i++ {
		v := i
		s = append(s, &v)
	}
	return s, n > 2
}

func swap(a, _ int, c string) (_ string, b int) {
	b = a
	return c, b
}

func run() {
	fmt.Println(minmax([]int{5, -300, 900}))
	fmt.Println(minmax(nil))
	fmt.Println(leaks(), *keep)
	k := 1
	fmt.Println(*inner(&k), k)
	s, ok := build(3)
	fmt.Println(*s[2], ok, len(s))
	fmt.Println(swap(1, 2, "three"))
}

func main() { run() }
