// zero_values_all: zero values of every kind of type
// topic: zero
package main

import "fmt"

type inner struct {
	f float64
	b bool
}

type all struct {
	i  int
	s  string
	p  *int
	sl []int
	m  map[string]int
	f  func()
	e  error
	a  [2]inner
	c  chan int
	x  interface{}
}

type empty struct{}

func run() {
	var z all
	fmt.Println(z.i, z.s == "", z.p == nil, z.sl == nil, z.m == nil, z.f == nil, z.e == nil, z.a[1].f, z.a[0].b, z.c == nil, z.x == nil)
	fmt.Println(len(z.sl), cap(z.sl), len(z.m), len(z.c), cap(z.c))
	var e empty
	es := make([]empty, 10)
	p := &e
	*p = es[3]
	set := map[string]empty{"a": {}, "b": e}
	_, ok := set["a"]
	fmt.Println(len(es), len(set), ok)
	w := &all{}
	*w = z
	w.i++
	fmt.Println(w.i, z.i)
}

func main() { run() }
