// class_bubble_and_quick: two sorting algorithms with the same comparison function
// topic: classroom
package main

import "fmt"

type person struct {
	name string
	age  int
}

type lessFunc func(a, b *person) bool

func bubble(ps []person, less lessFunc) int {
	swaps := 0
	for n := len(ps); n > 1; n-- {
		for i := 1; i < n; i++ {
			if less(&ps[i], &ps[i-1]) {
				ps[i], ps[i-1] = ps[i-1], ps[i]
				swaps++
			}
		}
	}
	return swaps
}

func quick(ps []person, less lessFunc) {
	if len(ps) < 2 {
		return
	}
	last := 0
	for i := 1; i < len(ps); i++ {
		if less(&ps[i], &ps[0]) {
			last++
			ps[i], ps[last] = ps[last], ps[i]
		}
	}
	ps[0], ps[last] = ps[last], ps[0]
	quick(ps[:last], less)
	quick(ps[last+1:], less)
}

func run() {
	people := []person{{"eve", 41}, {"bob", 33}, {"ann", 57}, {"dan", 19}}
	byAge := func(a, b *person) bool { return a.age < b.age }
	byName := func(a, b *person) bool { return a.name < b.name }
	again := append([]person(nil), people[0], people[1])
	fmt.Println(bubble(people, byAge), bubble(again, byName))
	for _, p := range people {
		fmt.Println(p.name, p.age)
	}
	quick(people, byName)
	for i := range people {
		fmt.Println(people[i].name)
	}
	fmt.Println(again[0].name)
}

func main() { run() }
