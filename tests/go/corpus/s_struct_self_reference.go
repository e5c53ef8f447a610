// s_struct_self_reference: a struct whose fields point to itself and to its own fields
// topic: struct
package main

import "fmt"

type self struct {
	me   *self
	num  int
	pnum *int
	arr  [3]int
	cut  []int
	name string
	get  func() int
}

func mk(n int) *self {
	s := &self{num: n}
	s.me = s
	s.pnum = &s.num
	s.cut = s.arr[1:]
	s.get = func() int { return s.num }
	return s
}

func local(n int) int {
	var s self
	s.me = &s
	s.pnum = &s.num
	*s.pnum = n
	s.me.num++
	return s.num
}

func run() {
	a := mk(300)
	*a.pnum += 5
	a.cut[0] = 7
	fmt.Println(a.num, a.arr[1], a.me.me.me.num, a.get())
	b := *a
	b.num = 1
	b.cut[1] = 8
	fmt.Println(a.num, *b.pnum, b.me == a, a.arr[2], b.arr[2], b.get())
	fmt.Println(local(40))
	c := a.me
	c.me = &b
	fmt.Println(a.me.num, c.me.me.num, a.me.me == c)
}

func main() { run() }
