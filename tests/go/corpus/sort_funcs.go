// sort_funcs: sort.Ints, sort.Strings and sort.Slice with closures over several keys
// topic: slice
package main

import (
	"fmt"
	"sort"
)

type emp struct {
	name string
	dept string
	pay  float64
}

func by(es []emp, less func(a, b emp) bool) {
	sort.Slice(es, func(i, j int) bool { return less(es[i], es[j]) })
}

func keys(m map[string]int) []string {
	ks := make([]string, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	sort.Strings(ks)
	return ks
}

func run() {
	xs := []int{5, -3, 900, 0, 5, 17}
	ys := append([]int{}, xs...)
	sort.Ints(xs)
	fmt.Println(xs, ys)
	sort.Slice(ys, func(i, j int) bool { return ys[i] > ys[j] })
	fmt.Println(ys)
	es := []emp{{"zoe", "it", 300}, {"amy", "hr", 250.5}, {"bob", "it", 400}, {"cat", "hr", 100}}
	by(es, func(a, b emp) bool {
		if a.dept != b.dept {
			return a.dept < b.dept
		}
		return a.pay > b.pay
	})
	for _, e := range es {
		fmt.Println(e.name, e.dept, e.pay)
	}
	by(es, func(a, b emp) bool { return a.name > b.name })
	fmt.Println(es)
	for _, k := range keys(map[string]int{"x": 1, "a": 2, "m": 3}) {
		fmt.Print(k, " ")
	}
	fmt.Println()
	words := []string{"banana", "Apple", "cherry", "", "apple"}
	sort.Strings(words[1:])
	fmt.Printf("%q\n", words)
	ptrs := []*emp{&es[0], &es[3], &es[1]}
	sort.Slice(ptrs, func(i, j int) bool { return ptrs[i].pay < ptrs[j].pay })
	fmt.Println(*ptrs[0], ptrs[2].name)
	sort.Slice(es[:0], nil)
	sort.Ints(nil)
}

func main() { run() }
