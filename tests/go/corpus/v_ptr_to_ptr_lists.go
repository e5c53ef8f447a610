// v_ptr_to_ptr_lists: pointers to slices, maps, interfaces and functions
// topic: ptr
package main

import "fmt"

type op func(*int)

func extend(s *[]int, vs []int) int {
	for _, v := range vs {
		*s = append(*s, v)
	}
	return len(*s)
}

func reset(m *map[string]int) map[string]int {
	old := *m
	*m = map[string]int{"fresh": 1}
	return old
}

func replace(f *op, g op) op {
	old := *f
	*f = g
	return old
}

func assign(x *interface{}, v interface{}) bool {
	was := *x == nil
	*x = v
	return was
}

func last(s *[]int) *int { return &(*s)[len(*s)-1] }

func run() {
	var s []int
	p := &s
	fmt.Println(extend(p, []int{1, 2}), extend(&s, []int{300}), len(*p))
	*last(p) += 7
	(*p)[0] = 5
	fmt.Println(s[0], s[2], cap(*p) >= 3)
	m := map[string]int{"old": 2}
	o := reset(&m)
	fmt.Println(o["old"], m["fresh"], len(o))
	var f op = func(n *int) { *n += 10 }
	g := replace(&f, func(n *int) { *n *= 10 })
	n := 1
	f(&n)
	g(&n)
	fmt.Println(n)
	var x interface{}
	fmt.Println(assign(&x, n), assign(&x, "s"), x)
	pp := &p
	**pp = nil
	fmt.Println(s == nil, *pp == &s)
}

func main() { run() }
