// s_slice_two_dim_append: appending to inner slices and growing by one element at a time
// topic: slice
package main

import "fmt"

type rec struct {
	id   int
	tags []string
}

func caps(n int) []int {
	var s []int
	var out []int
	last := -1
	for i := 0; i < n; i++ {
		s = append(s, i)
		if cap(s) != last {
			last = cap(s)
			out = append(out, last)
		}
	}
	return out
}

func strs(n int) int {
	var s []string
	changes := 0
	for i := 0; i < n; i++ {
		c := cap(s)
		s = append(s, "x")
		if cap(s) != c {
			changes += cap(s)
		}
	}
	return changes
}

func run() {
	for _, c := range caps(600) {
		fmt.Println(c)
	}
	fmt.Println(strs(100))
	recs := []rec{{1, nil}, {2, []string{"a"}}}
	for i := range recs {
		recs[i].tags = append(recs[i].tags, "new")
	}
	for _, r := range recs {
		r.tags = append(r.tags, "lost")
		r.id = 0
	}
	fmt.Println(len(recs[0].tags), len(recs[1].tags), recs[1].id)
	groups := make([][]int, 3)
	for i := 0; i < 10; i++ {
		g := i * i % 3
		groups[g] = append(groups[g], i*100)
	}
	fmt.Println(len(groups[0]), len(groups[1]), groups[2] == nil, groups[1][5])
	var b []byte
	for i := 0; i < 40; i++ {
		b = append(b, byte(i))
	}
	fmt.Println(cap(b), b[39])
	var f []float64
	f = append(f, 1.5)
	f = append(f, 2.5)
	f = append(f, 3.5)
	fmt.Println(cap(f), len(f))
}

func main() { run() }
