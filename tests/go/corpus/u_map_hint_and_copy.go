// u_map_hint_and_copy: maps with size hints, cloned, inverted and printed
// topic: map
package main

import (
	"fmt"
	"sort"
)

type counter map[rune]int

func clone(m map[string]int) map[string]int {
	c := make(map[string]int, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

func invert(m map[string]int) map[int][]string {
	inv := make(map[int][]string, 4)
	for k, v := range m {
		inv[v] = append(inv[v], k)
	}
	for _, ks := range inv {
		sort.Strings(ks)
	}
	return inv
}

func letters(s string) counter {
	c := make(counter, 16)
	for _, r := range s {
		c[r]++
	}
	return c
}

func run() {
	m := map[string]int{"a": 1, "b": 2, "c": 1, "d": 300}
	c := clone(m)
	delete(c, "d")
	c["e"]--
	fmt.Println(len(m), len(c), m, c)
	fmt.Println(invert(m))
	l := letters("días de é")
	fmt.Println(l['d'], l['é'], l['í'], len(l))
	fmt.Printf("%v %d\n", l, l['s'])
	small := make(map[int]bool, 3)
	for i := 0; i < 8; i++ {
		small[i*i%5] = true
	}
	keys := []int{}
	for k := range small {
		keys = append(keys, k)
	}
	sort.Ints(keys)
	fmt.Println(keys, small)
	nested := map[string]map[bool]int{"x": {true: 1}}
	nested["y"] = make(map[bool]int, 1)
	nested["y"][false]++
	fmt.Println(nested, nested["z"][true])
	for k := range m {
		delete(m, k)
	}
	fmt.Println(m, len(m))
}

func main() { run() }
