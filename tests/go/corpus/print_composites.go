// print_composites: composite values printed with Println and the verbs v, +v, #v, T
// topic: types
package main

import "fmt"

type point struct{ X, y int }
type seg struct {
	a, b point
	name string
	ok   bool
}
type list []point
type dict map[string]int
type fn func(int) int
type cell struct {
	v    interface{}
	e    error
	p    *point
	next *cell
}

func run() {
	p := point{1, -2}
	s := seg{p, point{X: 3}, "s p", true}
	fmt.Println(p, &p, s, &s)
	fmt.Printf("%v %+v %#v %T\n", p, p, p, p)
	fmt.Printf("%v %+v\n%#v %T\n", s, s, s, s)
	fmt.Printf("%v %+v %#v\n", &p, &s, &p)
	l := list{p, {5, 6}}
	fmt.Printf("%v %+v %#v %T\n", l, l, l, l)
	d := dict{"b": 2, "a": 1}
	fmt.Printf("%v %+v %#v %T %d\n", d, d, d, d, d)
	fmt.Println(list(nil), dict(nil), []string(nil), [0]int{}, struct{}{})
	fmt.Printf("%#v %#v %#v %#v\n", list(nil), dict(nil), []string{}, struct{}{})
	c := cell{v: 7}
	fmt.Println(c, cell{v: "text"}, cell{v: p})
	fmt.Printf("%+v %#v\n", c, cell{})
	var f fn
	fmt.Println(f == nil, []interface{}{1, "a", nil, 2.5, p, true})
	fmt.Printf("%v %T %T %T\n", [2][2]int{{1, 2}, {3, 4}}, f, &l, []interface{}{})
	fmt.Printf("%#v %#v %#v %#v %#v %#v\n", 1, "q\n", 1.0, 'x', true, []byte{1, 2})
	fmt.Printf("%#v %#v\n", []interface{}{1, nil, "x"}, map[point]bool{p: true})
	fmt.Println(map[int]string{3: "c", 1: "a", -2: "z"}, map[point]int{{2, 1}: 1, {1, 9}: 2}, map[bool]int{true: 1, false: 0})
	fmt.Printf("%T %T %T %T %T\n", struct{ a int }{}, make(chan<- int), map[string][]int{}, func(...int) {}, [3]*point{})
	fmt.Printf("%d %x %5d %q %s\n", []int{10, 20}, []int{10, 20}, []int{1, 2}, []string{"a"}, s.name)
	fmt.Printf("%6.2f|%v|%t\n", []float64{1, 2.345}, [3]bool{true}, []bool{false})
	fmt.Printf("%s %d %v\n", p, s, (*point)(nil))
}

func main() { run() }
