// s_param_slices_of_pointers: contents of slice parameters leak, the slices do not
// topic: param
package main

import "fmt"

type item struct {
	w    int
	next *item
}

var heaviest *item

func max(xs []*item) *item {
	var best *item
	for _, x := range xs {
		if best == nil || x.w > best.w {
			best = x
		}
	}
	return best
}

func store(xs []*item) {
	for i := range xs {
		if heaviest == nil || xs[i].w > heaviest.w {
			heaviest = xs[i]
		}
	}
}

func chain(xs []*item) *item {
	for i := 1; i < len(xs); i++ {
		xs[i-1].next = xs[i]
	}
	if len(xs) == 0 {
		return nil
	}
	return xs[0]
}

func weights(xs []*item) []int {
	out := make([]int, len(xs))
	for i, x := range xs {
		out[i] = x.w
	}
	return out
}

func swapEnds(xs []*item) { xs[0], xs[len(xs)-1] = xs[len(xs)-1], xs[0] }

func lookup(m map[string]*item, k string) *item { return m[k] }

func fromArray(a [2]*item) *item { return a[1] }

func run() {
	heaviest = nil
	xs := []*item{{w: 100}, {w: 700}, {w: 300}}
	fmt.Println(max(xs).w, chain(xs).next.next.w)
	swapEnds(xs)
	store(xs)
	heaviest.w++
	ws := weights(xs)
	fmt.Println(ws[0], ws[1], ws[2], max(nil) == nil, chain(nil) == nil)
	fmt.Println(lookup(map[string]*item{"a": xs[1]}, "a") == heaviest, fromArray([2]*item{xs[0], xs[2]}).w)
}

func main() { run() }
