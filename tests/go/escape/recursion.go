package main

import "fmt"

type tree struct {
	l, r *tree
	v    int
	kids []*tree
}

func insert(t *tree, v int) *tree {
	if t == nil {
		return &tree{v: v}
	}
	if v < t.v {
		t.l = insert(t.l, v)
	} else {
		t.r = insert(t.r, v)
	}
	return t
}
func walk(t *tree, f func(*tree)) {
	if t == nil {
		return
	}
	walk(t.l, f)
	f(t)
	walk(t.r, f)
}
func depth(t *tree) int {
	if t == nil {
		return 0
	}
	a, b := depth(t.l), depth(t.r)
	if a > b {
		return a + 1
	}
	return b + 1
}
func even(n int, p *int) *int {
	if n == 0 {
		return p
	}
	return odd(n-1, p)
}
func odd(n int, p *int) *int {
	if n == 0 {
		return nil
	}
	return even(n-1, p)
}
func m1(p, q *int, n int) (*int, *int) {
	if n == 0 {
		return p, q
	}
	return m2(q, p, n-1)
}
func m2(p, q *int, n int) (*int, *int) {
	x := n
	if n == 3 {
		return m1(&x, q, n)
	}
	return m1(p, q, n)
}
func (t *tree) all() []*tree {
	var out []*tree
	if t != nil {
		out = append(out, t)
		for _, k := range t.kids {
			out = append(out, k.all()...)
		}
	}
	return out
}
func perm(xs []int, k int, out *[][]int) {
	if k == len(xs) {
		c := make([]int, len(xs))
		copy(c, xs)
		*out = append(*out, c)
		return
	}
	for i := k; i < len(xs); i++ {
		xs[k], xs[i] = xs[i], xs[k]
		perm(xs, k+1, out)
		xs[k], xs[i] = xs[i], xs[k]
	}
}
func self(p *int) *int { return self(p) }
func selfk(p **int, n int) *int {
	if n == 0 {
		return *p
	}
	q := *p
	return selfk(&q, n-1)
}
func mutualClo(n int, p *int) func() *int {
	if n == 0 {
		return func() *int { return p }
	}
	return func() *int { return mutualClo(n-1, p)() }
}

type ev interface{ eval() int }
type num int
type add struct{ a, b ev }

func (n num) eval() int { return int(n) }
func (a add) eval() int { return a.a.eval() + a.b.eval() }
func build(n int) ev {
	if n == 0 {
		return num(1)
	}
	return add{build(n - 1), num(n)}
}
func main() {
	t := insert(nil, 1)
	walk(t, func(t *tree) { fmt.Println(t.v) })
	depth(t)
	even(1, nil)
	m1(nil, nil, 0)
	t.all()
	var o [][]int
	perm(nil, 0, &o)
	_ = self
	_ = selfk
	mutualClo(1, nil)
	fmt.Println(build(2).eval())
}
