// v_struct_options_literals: nested composite literals with pointers, slices, maps and arrays
// topic: struct
package main

import "fmt"

type font struct {
	name string
	size float64
}

type style struct {
	font   *font
	colors [2]string
	margin map[string]int
	kids   []style
	hook   func(*style) int
}

func (s *style) total() int {
	t := 0
	for _, m := range s.margin {
		t += m
	}
	for i := range s.kids {
		t += s.kids[i].total()
	}
	if s.hook != nil {
		t += s.hook(s)
	}
	return t
}

func run() {
	serif := font{"serif", 12}
	root := style{
		font:   &serif,
		colors: [2]string{1: "red"},
		margin: map[string]int{"left": 100, "top": 5},
		kids: []style{
			{font: &font{name: "mono"}, margin: map[string]int{"left": 1}},
			{kids: []style{{}, {margin: map[string]int{"x": 30}}}},
			{hook: func(s *style) int { return len(s.colors) * 1000 }},
		},
	}
	fmt.Println(root.total(), len(root.kids[1].kids), root.colors[0] == "", root.kids[0].font.name)
	c := root
	c.font.size *= 2
	c.colors[0] = "blue"
	c.margin["left"]++
	c.kids[0].margin = nil
	fmt.Println(serif.size, root.colors[0] == "", root.total())
	fonts := map[string]*font{"a": {"arial", 9}, "s": &serif}
	fonts["a"].size += fonts["s"].size
	pts := []*[2]int{{1, 2}, {3}}
	pts[1][1] = pts[0][1]
	fmt.Println(fonts["a"].size, pts[1][1], *pts[0] == [2]int{1, 2})
}

func main() { run() }
