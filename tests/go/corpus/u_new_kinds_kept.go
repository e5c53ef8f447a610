// u_new_kinds_kept: new of basic types, arrays, maps and functions, kept by fields
// topic: new
package main

import "fmt"

type vars struct {
	i *int
	s *string
	a *[4]int
	m *map[string]int
	f *func() int
	c *chan int
}

func fresh() vars {
	v := vars{i: new(int), s: new(string), a: new([4]int), m: new(map[string]int), f: new(func() int), c: new(chan int)}
	*v.m = map[string]int{"x": 300}
	*v.f = func() int { return *v.i + (*v.m)["x"] }
	return v
}

func stack() int {
	n := new(int)
	f := new(float64)
	*f = 2.5
	*n = int(*f * 4)
	p := &n
	**p += 1
	return *n
}

func run() {
	v, w := fresh(), fresh()
	*v.i = 7
	*v.s += "text"
	a := *v.a
	a[1] = 5
	*v.a = a
	a[1] = 0
	fmt.Println((*v.f)(), (*w.f)(), *v.s, *w.s == "", *v.a == [4]int{0, 5, 0, 0})
	delete(*w.m, "x")
	fmt.Println(len(*v.m), len(*w.m), *v.c == nil, stack())
	*w.i, *v.i = *v.i, *w.i
	w.i, v.i = v.i, w.i
	fmt.Println(*v.i, *w.i, (*v.f)())
}

func main() { run() }
