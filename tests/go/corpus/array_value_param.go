// array_value_param: arrays passed and returned by value
// topic: array
package main

import "fmt"

type grid [3][4]int

func fill(g grid, v int) grid {
	for i := range g {
		for j := range g[i] {
			g[i][j] = v + i*10 + j
		}
	}
	return g
}

func (g grid) at(i, j int) int { return g[i][j] }

func (g *grid) set(i, j, v int) { g[i][j] = v }

func run() {
	var a grid
	b := fill(a, 100)
	a.set(1, 1, 7)
	c := b
	c.set(2, 3, -1)
	fmt.Println(a.at(1, 1), b.at(1, 1), b.at(2, 3), c.at(2, 3))
	row := b[1]
	row[0] = 0
	fmt.Println(b[1][0], row[0], len(b), len(row))
	arr := [...]string{2: "two", 0: "zero", 4: "four"}
	for i, s := range arr {
		fmt.Println(i, len(s))
	}
}

func main() { run() }
