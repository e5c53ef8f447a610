// v_recursion_tree_paths: path sums in a tree, paths copied when found
// topic: recursion
package main

import "fmt"

type tree struct {
	v    int
	kids []*tree
}

func t(v int, kids []*tree) *tree { return &tree{v, kids} }

func paths(n *tree, want int, cur []int, found *[][]int) {
	cur = append(cur, n.v)
	want -= n.v
	if want == 0 && len(n.kids) == 0 {
		c := make([]int, len(cur))
		for i, v := range cur {
			c[i] = v
		}
		*found = append(*found, c)
	}
	for _, k := range n.kids {
		paths(k, want, cur, found)
	}
}

func mirror(n *tree) *tree {
	m := &tree{v: n.v}
	for i := len(n.kids) - 1; i >= 0; i-- {
		m.kids = append(m.kids, mirror(n.kids[i]))
	}
	return m
}

func same(a, b *tree) bool {
	if a.v != b.v || len(a.kids) != len(b.kids) {
		return false
	}
	for i := range a.kids {
		if !same(a.kids[i], b.kids[i]) {
			return false
		}
	}
	return true
}

func largest(n *tree) *tree {
	best := n
	for _, k := range n.kids {
		if l := largest(k); l.v > best.v {
			best = l
		}
	}
	return best
}

func run() {
	root := t(5, []*tree{t(100, []*tree{t(7, nil), t(3, nil)}), t(98, []*tree{t(9, nil)}), t(107, nil)})
	var found [][]int
	paths(root, 112, nil, &found)
	fmt.Println(len(found))
	for _, p := range found {
		fmt.Println(len(p), p[1])
	}
	m := mirror(root)
	fmt.Println(same(root, m), same(root, mirror(m)), m.kids[0].v, largest(m).v)
	largest(m).v = 0
	fmt.Println(largest(m).v, largest(root).v)
}

func main() { run() }
