// assign_order: operands of a tuple assignment are evaluated before anything is stored
// topic: assign
package main

import "fmt"

type cell struct{ v int }

func trace(s string, v int) int {
	fmt.Println("eval", s)
	return v
}

func run() {
	a := []int{10, 20, 30}
	i := 0
	i, a[i] = 2, 99
	fmt.Println(i, a[0], a[2])
	a[0], a[1], a[2] = a[2], a[0], a[1]
	fmt.Println(a[0], a[1], a[2])
	x, y := 1, 2
	x, y = y, x+y
	x, y = y, x+y
	fmt.Println(x, y)
	p := &cell{1}
	q := &cell{2}
	p, p.v = q, 50
	fmt.Println(p.v, q.v)
	m := map[int]int{}
	m[trace("k", 1)], a[trace("i", 0)] = trace("v", 5), trace("w", 6)
	fmt.Println(m[1], a[0])
	var s []int
	s, n := append(s, 4), len(s)
	fmt.Println(len(s), n)
	m[3] += 4
	m[3] <<= 2
	a[1] %= 7
	fmt.Println(m[3], a[1])
}

func main() { run() }
