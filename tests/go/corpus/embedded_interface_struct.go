// embedded_interface_struct: structs embedding interfaces override some methods
// topic: iface
package main

import "fmt"

type store interface {
	get(k string) (int, bool)
	put(k string, v int)
}

type sized interface{ size() int }

type full interface {
	store
	sized
}

type mem struct{ m map[string]int }

func (s *mem) get(k string) (int, bool) { v, ok := s.m[k]; return v, ok }
func (s *mem) put(k string, v int)      { s.m[k] = v }
func (s *mem) size() int                { return len(s.m) }

type logged struct {
	store
	log []string
}

func (l *logged) put(k string, v int) {
	l.log = append(l.log, "put "+k)
	l.store.put(k, v)
}

type readonly struct{ full }

func (readonly) put(k string, v int) {}

type counted struct {
	*logged
	gets int
}

func (c *counted) get(k string) (int, bool) {
	c.gets++
	return c.logged.get(k)
}

func fill(s store, ks ...string) {
	for i, k := range ks {
		s.put(k, i*100)
	}
}

func run() {
	m := &mem{map[string]int{}}
	l := &logged{store: m}
	fill(l, "a", "b")
	ro := readonly{m}
	fill(ro, "c", "d")
	c := &counted{logged: l}
	fill(c, "e", "f", "g")
	v, ok := c.get("g")
	_, ok2 := store(c).get("zz")
	fmt.Println(v, ok, ok2, c.gets, ro.size(), len(l.log), len(c.log))
	var s store = ro
	if f, ok := s.(full); ok {
		fmt.Println("full", f.size())
	}
	_, isFull := store(l).(full)
	fmt.Println(isFull, s == store(readonly{m}))
	defer func() { fmt.Println("recovered:", recover()) }()
	logged{}.get("x")
}

func main() { run() }
