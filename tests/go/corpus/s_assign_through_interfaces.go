// s_assign_through_interfaces: values assigned through interfaces, fields and elements of any
// topic: assign
package main

import "fmt"

type slot struct {
	any  interface{}
	err  error
	list []interface{}
	m    map[string]interface{}
}

type oops string

func (o oops) Error() string { return string(o) }

func set(s *slot, v interface{}) (old interface{}) {
	old, s.any = s.any, v
	return
}

func run() {
	var s slot
	n := 300
	fmt.Println(set(&s, n) == nil, set(&s, &n), s.any == &n)
	n++
	s.err = oops("first")
	e := s.err
	s.err = oops("second")
	fmt.Println(e, s.err, e == oops("first"))
	s.list = []interface{}{1, "two", 3.5}
	s.list[0], s.list[2] = s.list[2], s.list[0]
	s.list = append(s.list, s.list[1])
	s.m = map[string]interface{}{"self": "x"}
	s.m["n"], s.m["self"] = n, s.m["n"]
	fmt.Println(s.list[0], s.list[2], s.list[3], s.m["n"], s.m["self"])
	var a, b, c interface{} = 1, "b", nil
	a, b, c = c, a, b
	fmt.Println(a, b, c)
	t := s
	t.any, t.list[1] = true, false
	fmt.Println(s.any == &n, s.list[1])
	p := s.any.(*int)
	*p += 99
	fmt.Println(n)
	x := [2]interface{}{n, s.err}
	y := x
	y[0] = "changed"
	fmt.Println(x[0], y[0], x[1] == y[1])
}

func main() { run() }
