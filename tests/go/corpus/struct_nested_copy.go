// struct_nested_copy: nested structs and arrays are copied by assignment
// topic: struct
package main

import "fmt"

type point struct{ x, y int }
type line struct{ a, b point }
type shape struct {
	name  string
	lines [2]line
	meta  *point
}

func moved(s shape, dx int) shape {
	for i := range s.lines {
		s.lines[i].a.x += dx
		s.lines[i].b.x += dx
	}
	s.meta.y++
	return s
}

func run() {
	s := shape{"tri", [2]line{{point{1, 2}, point{3, 4}}, {a: point{5, 6}}}, &point{0, 10}}
	t := moved(s, 100)
	u := t
	u.lines[1].b = point{x: 9}
	fmt.Println(s.lines[0].a.x, t.lines[0].a.x, u.lines[1].b.x, t.lines[1].b.x)
	fmt.Println(s.meta.y, t.meta == s.meta, u.name)
}

func main() { run() }
