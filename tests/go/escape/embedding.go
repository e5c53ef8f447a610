package main

import (
	"fmt"
	"sync"
)

type base struct {
	id   int
	name *string
}

func (b *base) set(s *string) { b.name = s }
func (b base) get() *string   { return b.name }
func (b *base) self() *base   { return b }

type mid struct {
	base
	extra []int
}
type top struct {
	*mid
	sync.Mutex
	k int
}
type wr struct {
	fmt.Stringer
	n int
}
type named struct{ s string }

func (n named) String() string { return n.s }

type setter interface{ set(*string) }

func use(s setter, p *string) { s.set(p) }
func a() {
	var t top
	t.mid = &mid{}
	s := "x"
	t.set(&s)
	_ = t.get()
	t.Lock()
	t.Unlock()
	_ = t.self()
	f := t.get
	g := t.set
	_, _ = f, g
}
func b() *base { var m mid; m.id = 1; m.base.id = 2; return m.self() }
func c() {
	var m mid
	m.set(nil)
	u := "u"
	use(&m, &u)
	h := (*mid).set
	h(&m, nil)
	k := mid.get
	_ = k(m)
}
func d(w wr) string { return w.String() + fmt.Sprint(w) }
func e() string {
	w := wr{named{"q"}, 1}
	x := &wr{Stringer: &named{"z"}}
	return w.String() + x.String()
}
func main() { a(); b(); c(); d(wr{}); e() }
