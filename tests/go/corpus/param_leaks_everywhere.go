// param_leaks_everywhere: parameters that leak to heap, to results, content only, or not at all
// topic: param
package main

import "fmt"

type tree struct {
	kids []*tree
	val  *int
}

var root *tree
var best *int

func setRoot(t *tree)         { root = t }
func setBest(t *tree)         { best = t.val }
func firstKid(t *tree) *tree  { return t.kids[0] }
func addKid(t, k *tree)       { t.kids = append(t.kids, k) }
func value(t *tree) int       { return *t.val }
func same(t *tree) *tree      { u := t; return u }
func valOf(t tree) *int       { return t.val }
func kidsOf(t *tree) []*tree  { return t.kids[1:] }
func both(a, b *tree) []*tree { return []*tree{a, b} }

func apply(f func(*tree) *tree, t *tree) *tree { return f(t) }

func run() {
	n, m := 300, 400
	t := &tree{val: &n}
	k := &tree{val: &m}
	addKid(t, k)
	addKid(t, &tree{val: &n})
	setRoot(t)
	setBest(k)
	fmt.Println(value(firstKid(t)), *best, root == same(t), len(kidsOf(t)))
	*valOf(*k) = 500
	fmt.Println(*best, len(both(t, k)), value(apply(firstKid, t)))
	local := tree{val: new(int)}
	fmt.Println(value(&local), same(&local).kids == nil)
}

func main() { run() }
