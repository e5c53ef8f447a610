// iface_embedded_dispatch: method sets, interface values in fields and decorators
// topic: iface
package main

import "fmt"

type writer interface{ write(s string) int }

type memory struct {
	lines []string
	bytes int
}

func (m *memory) write(s string) int {
	m.lines = append(m.lines, s)
	m.bytes += len(s)
	return len(s)
}

type upper struct{ w writer }

func (u upper) write(s string) int {
	out := ""
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		out += string(rune(c))
	}
	return u.w.write(out)
}

type tee struct{ a, b writer }

func (t tee) write(s string) int { return t.a.write(s) + t.b.write(s) }

type null struct{}

func (null) write(s string) int { return 0 }

type fn func(string) int

func (f fn) write(s string) int { return f(s) }

func run() {
	m := &memory{}
	n := 0
	count := fn(func(s string) int { n++; return -1 })
	var w writer = tee{upper{m}, tee{null{}, count}}
	fmt.Println(w.write("hello"), w.write("Go 1.19"))
	w = upper{upper{w}}
	fmt.Println(w.write("x"), n, m.bytes)
	for _, l := range m.lines {
		fmt.Println(l)
	}
	fmt.Println(writer(null{}) == writer(null{}), w == nil)
}

func main() { run() }
