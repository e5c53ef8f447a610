// t1_struct_pointer_map: a map of pointers to structs and a map of structs behave differently
// topic: map
package main

import "fmt"

type player struct {
	name  string
	score int
	wins  []int
}

func find(m map[string]*player, n string) *player {
	p, ok := m[n]
	if !ok {
		p = &player{name: n}
		m[n] = p
	}
	return p
}

func bump(m map[string]player, n string, k int) {
	p := m[n]
	p.score += k
	p.wins = append(p.wins, k)
	m[n] = p
}

func run() {
	pm := map[string]*player{}
	find(pm, "ann").score = 300
	find(pm, "ann").score++
	find(pm, "bob").wins = append(find(pm, "bob").wins, 1, 2)
	pm["ann"].name += "!"
	fmt.Println(pm["ann"].score, pm["ann"].name, len(pm["bob"].wins), pm["cid"] == nil)
	vm := make(map[string]player)
	bump(vm, "ann", 10)
	bump(vm, "ann", 20)
	copyOf := vm["ann"]
	copyOf.score = 0
	copyOf.wins[0] = 99
	fmt.Println(vm["ann"].score, vm["ann"].wins[0], vm["none"].score, vm["none"].wins == nil)
	best := &player{}
	for _, p := range vm {
		best = &p
	}
	best.score = -1
	fmt.Println(vm["ann"].score, best.score)
}

func main() { run() }
