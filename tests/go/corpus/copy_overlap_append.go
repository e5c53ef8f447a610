// copy_overlap_append: copy forwards and backwards, copy from string, append of itself
// topic: slice
package main

import "fmt"

func show(name string, s []int) { fmt.Println(name, s, len(s), cap(s)) }

func run() {
	s := []int{1, 2, 3, 4, 5}
	n := copy(s[1:], s)
	show("right", s)
	m := copy(s, s[2:])
	show("left", s)
	fmt.Println(n, m, copy(s[4:], s))
	b := make([]byte, 4)
	k := copy(b, "hello")
	fmt.Println(string(b), k)
	b = append(b[:1], "ippo"...)
	b = append(b, []byte("!")...)
	fmt.Println(string(b), len(b))
	s = append(s, s...)
	show("double", s)
	s = append(s[:2], s[8:]...)
	show("cut", s)
	t := s[1:2:3]
	t = append(t, 100)
	show("t", t)
	show("s", s)
	t = append(t, 200)
	t[0] = -1
	show("t", t)
	show("s", s)
	u := append([]int(nil), s[:0:0]...)
	fmt.Println(u == nil, len(u))
	u = append(u, 1, 2, 3, 4, 5, 6, 7)
	show("u", u[2:5:6])
	var grid [3][3]int
	copy(grid[1][:], []int{7, 8, 9, 10})
	fmt.Println(grid, copy(grid[0][1:], grid[1][:]))
	fmt.Println(grid)
}

func main() { run() }
