// u_zero_value_methods: types whose zero values are ready to use
// topic: zero
package main

import "fmt"

type set struct{ m map[string]bool }

func (s *set) add(k string) bool {
	if s.m == nil {
		s.m = make(map[string]bool)
	}
	old := s.m[k]
	s.m[k] = true
	return !old
}

func (s set) has(k string) bool { return s.m[k] }

type tree struct {
	root *tnode
	n    int
}

type tnode struct {
	v    int
	l, r *tnode
}

func (t *tree) insert(v int) {
	p := &t.root
	for *p != nil {
		if v < (*p).v {
			p = &(*p).l
		} else {
			p = &(*p).r
		}
	}
	*p = &tnode{v: v}
	t.n++
}

func (n *tnode) sum() int {
	if n == nil {
		return 0
	}
	return n.v + n.l.sum() + n.r.sum()
}

type buf []byte

func (b *buf) put(c byte) *buf {
	*b = append(*b, c)
	return b
}

func run() {
	var s set
	fmt.Println(s.has("a"), s.add("a"), s.add("a"), s.has("a"), len(s.m))
	var t tree
	for _, v := range []int{50, 20, 80, 300} {
		t.insert(v)
	}
	fmt.Println(t.root.sum(), t.n, t.root.r.r.v)
	var b buf
	b.put('x').put('y').put('z')
	fmt.Println(len(b), b[2])
	var arr [3]set
	arr[1].add("k")
	fmt.Println(arr[0].m == nil, arr[1].has("k"), (set{}).has("q"), new(set).add("w"))
	var f func(int) int
	if f == nil {
		f = func(n int) int { return n * 2 }
	}
	fmt.Println(f(150))
}

func main() { run() }
