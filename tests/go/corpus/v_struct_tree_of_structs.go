// v_struct_tree_of_structs: trees stored by value in slices with index links
// topic: struct
package main

import "fmt"

type node struct {
	key         int
	left, right int
}

type tree struct {
	nodes []node
	root  int
}

func (t *tree) add(key int) int {
	t.nodes = append(t.nodes, node{key, -1, -1})
	n := len(t.nodes) - 1
	if n == 0 {
		return 0
	}
	at := &t.root
	for *at >= 0 && *at != n {
		p := &t.nodes[*at]
		if key < p.key {
			at = &p.left
		} else {
			at = &p.right
		}
		if *at < 0 {
			*at = n
		}
	}
	return n
}

func (t tree) walk(i int, f func(node)) {
	if i >= 0 {
		n := t.nodes[i]
		t.walk(n.left, f)
		f(n)
		t.walk(n.right, f)
	}
}

func (t tree) depth(i int) int {
	if i < 0 {
		return 0
	}
	l, r := t.depth(t.nodes[i].left), t.depth(t.nodes[i].right)
	if l < r {
		l = r
	}
	return l + 1
}

func run() {
	var t tree
	for _, k := range []int{50, 20, 80, 10, 30, 90, 300, 5} {
		t.add(k)
	}
	sum, out := 0, []int{}
	t.walk(t.root, func(n node) {
		sum += n.key
		out = append(out, n.key)
	})
	fmt.Println(sum, t.depth(t.root), out[0], out[7], len(out))
	u := t
	u.nodes[0].key = 55
	u.nodes = append(u.nodes, node{})
	fmt.Println(t.nodes[0].key, len(t.nodes), len(u.nodes), t.nodes[1] == node{20, 3, 4})
}

func main() { run() }
