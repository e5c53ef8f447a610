// s_loop_var_addresses: addresses of variables declared in loop headers and bodies
// topic: loop
package main

import "fmt"

type pt struct{ x, y int }

func heads() []*pt {
	var out []*pt
	for p := (pt{}); p.x < 3; p.x++ {
		q := p
		q.y = p.x * 100
		out = append(out, &q)
	}
	return out
}

func header() *int {
	var last *int
	for i := 0; i < 3; i++ {
		last = &i
	}
	return last
}

func inner(n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		p := new(int)
		*p = i
		for j := 0; j < 2; j++ {
			q := &j
			*p += *q * 10
		}
		sum += *p
	}
	return sum
}

func lists(n int) [][]int {
	var all [][]int
	buf := make([]int, 0, 4)
	for i := 0; i < n; i++ {
		tmp := []int{i, i * i}
		buf = append(buf, i)
		all = append(all, tmp)
	}
	return append(all, buf)
}

func run() {
	for _, p := range heads() {
		fmt.Println(p.x, p.y)
	}
	fmt.Println(*header(), inner(4))
	ls := lists(3)
	fmt.Println(len(ls), ls[2][1], len(ls[3]))
	var ps []*pt
	for _, p := range []pt{{1, 2}, {3, 4}} {
		ps = append(ps, &p)
	}
	fmt.Println(ps[0].x, ps[0] == ps[1])
	keep := map[int]*string{}
	for i, s := range []string{"a", "b"} {
		s := s + "!"
		keep[i] = &s
	}
	fmt.Println(*keep[0], *keep[1])
	i := 0
	for ; i < 5; i += 2 {
	}
	for i > 0 {
		i--
	}
	fmt.Println(i)
}

func main() { run() }
