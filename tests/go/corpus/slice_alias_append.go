// slice_alias_append: append into spare capacity overwrites what another slice sees
// topic: slice
package main

import "fmt"

func grow(s []int, v int) []int { return append(s, v) }

func run() {
	base := make([]int, 3, 6)
	base[0], base[1], base[2] = 10, 20, 30
	a := grow(base, 400)
	b := grow(base, 500)
	fmt.Println(a[3], b[3], len(base), cap(base))
	c := grow(grow(grow(a, 1), 2), 3)
	c[0] = 999
	fmt.Println(a[0], b[0], c[0], len(c), cap(c))
	d := base[:2]
	d = append(d, 77)
	fmt.Println(base[2], a[2], d[2], cap(d))
	e := base[1:2]
	fmt.Println(len(e), cap(e), e[:4][3])
}

func main() { run() }
