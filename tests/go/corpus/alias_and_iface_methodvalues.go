// alias_and_iface_methodvalues: type aliases, method values and expressions of interfaces, embedded pointers
// topic: methodvalue
package main

import "fmt"

type num = int
type table = map[string]num
type shape = interface{ area() num }
type sq struct{ side num }
type rc struct{ w, h num }
type Named = struct{ name string }

func (s sq) area() num  { return s.side * s.side }
func (r *rc) area() num { return r.w * r.h }

type holder struct {
	shape
	*rc2
}
type rc2 = rc3
type rc3 struct{ tag string }

func (r *rc3) set(s string) { r.tag = s }
func (r rc3) get() string   { return r.tag }

func sum(fs ...func() num) (t num) {
	for _, f := range fs {
		t += f()
	}
	return
}

func run() {
	var s shape = sq{30}
	f := s.area
	r := &rc{2, 3}
	s = r
	g := s.area
	r.w = 100
	fmt.Println(f(), g(), sum(f, g, s.area, sq{1}.area))
	e := shape.area
	fmt.Println(e(s), e(sq{5}), shape.area(r), interface{ area() num }.area(s))
	t := table{"a": 1}
	var n int = t["a"]
	var m map[string]int = t
	m["b"] = n + 1
	fmt.Println(len(t), t["b"])
	h := holder{s, &rc2{"t"}}
	h.set("changed")
	set, get := h.set, h.get
	set("again")
	fmt.Println(h.area(), h.tag, get(), h.get(), h.rc2.tag)
	ha := holder.area
	fmt.Println(ha(h), holder.get(h))
	x := Named{"x"}
	var y struct{ name string } = x
	fmt.Println(x == y)
	fmt.Printf("%T %T %T\n", n, t, x)
	func() {
		defer func() { fmt.Println(recover() != nil) }()
		var none shape
		k := none.area
		fmt.Println("not reached", k)
	}()
}

func main() { run() }
