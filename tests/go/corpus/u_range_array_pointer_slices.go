// u_range_array_pointer_slices: ranging over and slicing array pointers, range copies arrays
// topic: array
package main

import (
	"fmt"
	"sort"
)

type bucket [6]int

func (b *bucket) fill(k int) *bucket {
	for i := range b {
		b[i] = (i*k + 3) % 7
	}
	return b
}

func (b *bucket) top() []int { return b[len(b)-2:] }

func sorted(b bucket) *bucket {
	sort.Ints(b[:])
	return &b
}

func count(b *bucket, f func(int) bool) (n int) {
	for _, v := range b {
		if f(v) {
			n++
		}
	}
	return
}

func run() {
	var b bucket
	b.fill(5)
	s := sorted(b)
	fmt.Println(b, *s, s.top(), cap(s[1:3]), cap(s[1:3:4]))
	for i, v := range b {
		b[len(b)-1-i] = v * 100
	}
	fmt.Println(b)
	p := b.fill(5)
	for i, v := range p {
		p[len(p)-1-i] = v * 100
	}
	fmt.Println(b, count(p, func(v int) bool { return v >= 100 }))
	bs := [2]*bucket{p, s}
	for _, q := range bs {
		q[0]--
		t := append(q[:1:1], -7)
		t[0] = 55
		fmt.Println(q[0], q[1], t)
	}
	copy(p[2:], s[:3])
	fmt.Println(*p, copy(p[:], []int{9}))
	grid := new([2][3]string)
	for i := range grid {
		for j := range grid[i] {
			grid[i][j] = fmt.Sprint(i, j)
		}
	}
	fmt.Printf("%v %q %d\n", *grid, grid[1][1:], len(grid[0]))
}

func main() { run() }
