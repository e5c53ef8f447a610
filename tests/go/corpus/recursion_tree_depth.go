// recursion_tree_depth: a recursive build, depth and sum of a binary tree
// topic: recursion
package main

import "fmt"

type tree struct {
	l, r *tree
	v    int
}

func build(lo, hi int) *tree {
	if lo > hi {
		return nil
	}
	m := (lo + hi) / 2
	return &tree{build(lo, m-1), build(m+1, hi), m * 10}
}

func (t *tree) depth() int {
	if t == nil {
		return 0
	}
	a, b := t.l.depth(), t.r.depth()
	if a > b {
		return a + 1
	}
	return b + 1
}

func walk(t *tree, f func(int)) {
	if t != nil {
		walk(t.l, f)
		f(t.v)
		walk(t.r, f)
	}
}

func run() {
	t := build(1, 10)
	sum, last, sorted := 0, -1, true
	walk(t, func(v int) {
		sum += v
		if v <= last {
			sorted = false
		}
		last = v
	})
	fmt.Println(t.v, t.depth(), sum, last, sorted)
}

func main() { run() }
