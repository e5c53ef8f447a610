// v_closure_accumulate_map: closures capturing maps, slices and structs
// topic: closure
package main

import "fmt"

type tally struct {
	n    map[string]int
	best string
}

func grouping(key func(int) string) (func(int), func(string) []int) {
	groups := map[string][]int{}
	add := func(v int) {
		k := key(v)
		groups[k] = append(groups[k], v)
	}
	get := func(k string) []int { return groups[k] }
	return add, get
}

func voter() (func(string), *tally) {
	t := tally{n: map[string]int{}}
	return func(s string) {
		t.n[s]++
		if t.n[s] > t.n[t.best] {
			t.best = s
		}
	}, &t
}

func run() {
	add, get := grouping(func(v int) string {
		if v%100 == 0 {
			return "round"
		}
		return "other"
	})
	for _, v := range []int{100, 5, 300, 77} {
		add(v)
	}
	fmt.Println(len(get("round")), get("round")[1], len(get("none")))
	vote, t := voter()
	for _, s := range []string{"x", "y", "y", "x", "x"} {
		vote(s)
	}
	fmt.Println(t.best, t.n["x"], t.n["y"])
	var stack []int
	push := func(v int) { stack = append(stack, v) }
	pop := func() int {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		return v
	}
	push(1)
	push(200)
	push(pop() + pop())
	fmt.Println(pop(), len(stack))
}

func main() { run() }
