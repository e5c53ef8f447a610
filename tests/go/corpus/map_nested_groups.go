// map_nested_groups: maps in maps, and the inner map made on demand
// topic: map
package main

import "fmt"

type graph map[string]map[string]int

func (g graph) edge(a, b string, w int) {
	if g[a] == nil {
		g[a] = make(map[string]int)
	}
	g[a][b] = w
	if _, ok := g[b]; !ok {
		g[b] = map[string]int{}
	}
}

func (g graph) cost(path []string) int {
	t := 0
	for i := 1; i < len(path); i++ {
		w, ok := g[path[i-1]][path[i]]
		if !ok {
			return -1
		}
		t += w
	}
	return t
}

func run() {
	g := graph{}
	g.edge("a", "b", 100)
	g.edge("b", "c", 250)
	g.edge("a", "c", 400)
	g.edge("c", "d", 7)
	fmt.Println(g.cost([]string{"a", "b", "c", "d"}), g.cost([]string{"a", "c"}), g.cost([]string{"c", "a"}))
	edges, weight := 0, 0
	for _, m := range g {
		for _, w := range m {
			edges++
			weight += w
		}
	}
	fmt.Println(len(g), edges, weight, g["zz"]["y"])
	delete(g["a"], "b")
	delete(g["nope"], "b")
	fmt.Println(len(g["a"]), g.cost([]string{"a", "b"}))
}

func main() { run() }
