package main

import "fmt"

type Celsius float64
type IDs []int
type Reg map[string]Handler
type Handler func(*Ctx) error
type Ctx struct {
	vals map[string]interface{}
	next Handler
	err  error
}
type Alias = []string
type Grid [3][3]int
type PtrT *Ctx
type Chain struct {
	hs []Handler
	*Ctx
}
type Weekday int

const (
	Sun Weekday = iota
	Mon
	Tue
)

func (d Weekday) String() string      { return [...]string{"S", "M", "T"}[d] }
func (h Handler) call(c *Ctx) error   { return h(c) }
func (r Reg) add(n string, h Handler) { r[n] = h }
func (x IDs) has(n int) bool {
	for _, v := range x {
		if v == n {
			return true
		}
	}
	return false
}
func (x *IDs) push(n int)                { *x = append(*x, n) }
func (c *Chain) use(h ...Handler) *Chain { c.hs = append(c.hs, h...); return c }
func (g *Grid) set(i, j, v int)          { g[i][j] = v }
func (g Grid) row(i int) [3]int          { return g[i] }
func (g *Grid) rowp(i int) *[3]int       { return &g[i] }
func wrap(h Handler, names Alias) Handler {
	return func(c *Ctx) error {
		for _, n := range names {
			c.vals[n] = n
		}
		return h(c)
	}
}
func a() {
	r := Reg{}
	r.add("x", func(c *Ctx) error { return c.err })
	r.add("y", wrap(r["x"], Alias{"a"}))
	if err := r["y"](&Ctx{vals: map[string]interface{}{}}); err != nil {
		fmt.Println(err)
	}
}
func b() {
	var ids IDs
	ids.push(1)
	IDs(ids).has(2)
	(&ids).push(3)
	f := ids.push
	f(4)
	fmt.Println(ids, len(ids), Mon, Weekday(2), Celsius(1.5)+2)
}
func c() {
	ch := &Chain{}
	ch.use(func(*Ctx) error { return nil }, Handler(wrap(nil, nil))).use()
	h := Handler(func(c *Ctx) error { return nil })
	h.call(nil)
	Handler(func(c *Ctx) error { return c.err }).call(&Ctx{})
}
func d() {
	var g Grid
	g.set(1, 2, 3)
	r := g.row(1)
	p := g.rowp(2)
	p[0] = 1
	fmt.Println(r[0], p[0], g)
}
func e() *[3]int     { var g Grid; return g.rowp(1) }
func f(p PtrT) error { return p.err }
func h() {
	type local struct {
		x *int
		y []local
	}
	l := local{y: []local{{}, {}}}
	m := &l
	m.x = new(int)
	type fn func(local) *int
	var q fn = func(l local) *int { return l.x }
	q(l)
	type pair struct{ a, b interface{} }
	fmt.Println(pair{1, "x"}, pair{a: l.x == nil})
}
func i(x interface{}) Celsius {
	switch v := x.(type) {
	case Celsius:
		return v
	case float64:
		return Celsius(v)
	case IDs:
		return Celsius(len(v))
	}
	return 0
}
func j() (r struct{ a, b int }) {
	r.a = 1
	s := struct{ a, b int }{1, 2}
	if r == s {
		r = s
	}
	return
}
func k(a, b [2]*int) bool { return a == b }
func main() {
	a()
	b()
	c()
	d()
	e()
	f(&Ctx{})
	h()
	i(Celsius(1))
	j()
	k([2]*int{}, [2]*int{})
}
