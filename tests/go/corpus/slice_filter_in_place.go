// slice_filter_in_place: filtering, removing and inserting without a second array
// topic: slice
package main

import "fmt"

type item struct {
	id int
	ok bool
}

func keep(s []item, f func(item) bool) []item {
	out := s[:0]
	for _, x := range s {
		if f(x) {
			out = append(out, x)
		}
	}
	return out
}

func insert(s []item, at int, x item) []item {
	s = append(s, item{})
	for i := len(s) - 1; i > at; i-- {
		s[i] = s[i-1]
	}
	s[at] = x
	return s
}

func run() {
	s := make([]item, 0, 2)
	for i := 0; i < 7; i++ {
		s = append(s, item{i * 111, i%3 != 0})
	}
	t := keep(s, func(x item) bool { return x.ok })
	fmt.Println(len(s), len(t), cap(s), cap(t), s[0].id, s[6].id)
	t = insert(t, 1, item{id: 5000})
	t = insert(t, 0, item{id: -1})
	for _, x := range t {
		fmt.Println(x.id, x.ok)
	}
	u := s[2:4]
	u[0].id = 0
	fmt.Println(t[2].id, u[1].id, len(s[:cap(s)]))
}

func main() { run() }
