// t1_assign_ops_all: every assignment operator on variables, fields, elements and pointers
// topic: assign
package main

import "fmt"

type rec struct {
	n int
	f float64
	s string
	a [2]int
}

func idx(log *int) int { *log++; return 1 }

func run() {
	r := rec{n: 100, f: 2, s: "s"}
	p := &r
	r.n += 5
	p.n -= 1
	p.n *= 3
	r.n /= 2
	r.n %= 100
	r.f += 0.5
	p.f *= 4
	r.f /= 3
	r.s += "-" + p.s
	fmt.Println(r.n, r.f, r.s)
	calls := 0
	r.a[idx(&calls)] += 10
	p.a[idx(&calls)]++
	fmt.Println(r.a[1], calls)
	m := map[string]float64{}
	m["a"] += 1.5
	m["a"] *= m["a"]
	m["b"]--
	fmt.Println(m["a"], m["b"], len(m))
	s := []string{"x", "y"}
	s[0] += s[1]
	s[1], s[0] = s[0], s[1]
	fmt.Println(s[0], s[1])
	q := &s[0]
	*q += "!"
	fmt.Println(s[0])
	i, j, k := 1, 2, 3
	i, j, k = k, i, j
	i, j = i+j, i-j
	fmt.Println(i, j, k)
	var x, y = 10, "why"
	x, z := x*2, y
	_, w := x, z
	fmt.Println(x, z, w)
	pp := &p
	(*pp).n = 1
	(**pp).s = "end"
	(*p).a[0]--
	fmt.Println(r.n, r.s, r.a[0])
}

func main() { run() }
