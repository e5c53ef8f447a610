// t1_recursion_slices_subsets: subsets, permutations and n queens by backtracking
// topic: recursion
package main

import "fmt"

func subsets(xs []int, cur []int, visit func([]int)) {
	if len(xs) == 0 {
		visit(cur)
		return
	}
	subsets(xs[1:], cur, visit)
	subsets(xs[1:], append(cur, xs[0]), visit)
}

func permute(xs []int, k int, visit func([]int)) {
	if k == len(xs) {
		visit(xs)
		return
	}
	for i := k; i < len(xs); i++ {
		xs[k], xs[i] = xs[i], xs[k]
		permute(xs, k+1, visit)
		xs[k], xs[i] = xs[i], xs[k]
	}
}

type board struct {
	n    int
	cols []int
	sols int
	last []int
}

func (b *board) ok(c int) bool {
	r := len(b.cols)
	for i, d := range b.cols {
		if d == c || d-c == r-i || c-d == r-i {
			return false
		}
	}
	return true
}

func (b *board) place() {
	if len(b.cols) == b.n {
		b.sols++
		b.last = append([]int{}, b.cols[0], b.cols[1])
		return
	}
	for c := 0; c < b.n; c++ {
		if b.ok(c) {
			b.cols = append(b.cols, c)
			b.place()
			b.cols = b.cols[:len(b.cols)-1]
		}
	}
}

func run() {
	n, sum := 0, 0
	subsets([]int{1, 20, 300}, nil, func(s []int) {
		n++
		for _, v := range s {
			sum += v
		}
	})
	fmt.Println(n, sum)
	first, count := 0, 0
	permute([]int{1, 2, 3, 4}, 0, func(s []int) {
		count++
		if s[0] < s[1] {
			first++
		}
	})
	fmt.Println(count, first)
	b := &board{n: 6}
	b.place()
	fmt.Println(b.sols, b.last[0], b.last[1], len(b.cols))
}

func main() { run() }
