// s_recursion_hanoi_count: towers of Hanoi with stacks, power and gcd by recursion
// topic: recursion
package main

import "fmt"

type peg struct {
	name  string
	disks []int
}

type game struct {
	pegs  [3]*peg
	moves int
	bad   int
}

func (g *game) move(from, to int) {
	f, t := g.pegs[from], g.pegs[to]
	d := f.disks[len(f.disks)-1]
	f.disks = f.disks[:len(f.disks)-1]
	if len(t.disks) > 0 && t.disks[len(t.disks)-1] < d {
		g.bad++
	}
	t.disks = append(t.disks, d)
	g.moves++
}

func (g *game) solve(n, from, via, to int) {
	if n == 0 {
		return
	}
	g.solve(n-1, from, to, via)
	g.move(from, to)
	g.solve(n-1, via, from, to)
}

func power(b, n int) int {
	if n == 0 {
		return 1
	}
	h := power(b, n/2)
	if n%2 == 1 {
		return h * h * b
	}
	return h * h
}

func gcd(a, b int) int {
	if b == 0 {
		return a
	}
	return gcd(b, a%b)
}

func digits(n int) []int {
	if n < 10 {
		return []int{n}
	}
	return append(digits(n/10), n%10)
}

func run() {
	g := &game{pegs: [3]*peg{{name: "a"}, {name: "b"}, {name: "c"}}}
	for d := 6; d > 0; d-- {
		g.pegs[0].disks = append(g.pegs[0].disks, d)
	}
	g.solve(6, 0, 1, 2)
	fmt.Println(g.moves, g.bad, len(g.pegs[0].disks), g.pegs[2].disks[5], g.pegs[2].name)
	fmt.Println(power(3, 20), power(2, 62), gcd(1071, 462))
	ds := digits(90817)
	fmt.Println(len(ds), ds[0], ds[4])
}

func main() { run() }
