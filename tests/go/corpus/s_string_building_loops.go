// s_string_building_loops: concatenation in loops, comparisons and strings in structs
// topic: string
package main

import "fmt"

type line struct {
	text  string
	width int
}

func repeat(s string, n int) string {
	out := ""
	for i := 0; i < n; i++ {
		out += s
	}
	return out
}

func pad(s string, w int) string {
	if len(s) >= w {
		return s
	}
	return s + repeat(".", w-len(s))
}

func center(l line) string {
	left := (l.width - len(l.text)) / 2
	return repeat(" ", left) + l.text + repeat(" ", l.width-len(l.text)-left) + "|"
}

func common(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[:i]
}

func index(s, sub string) int {
	for i := 0; i+len(sub) <= len(s); i++ {
		if s[i:i+len(sub)] == sub {
			return i
		}
	}
	return -1
}

func run() {
	fmt.Println(pad("name", 8)+pad("v", 3), pad("longer", 2))
	fmt.Println(center(line{"mid", 9}), center(line{width: 2}))
	fmt.Println(common("flower", "flow"), common("a", "b") == "", index("mississippi", "ssip"), index("abc", "d"), index("x", ""))
	tri := ""
	for i := 1; i < 5; i++ {
		tri += repeat("*", i) + "/"
	}
	fmt.Println(tri, len(tri))
	a, b := "x"+tri, tri[:0]+"x"+tri
	fmt.Println(a == b, a < b, a+"!" > b)
	lines := []line{{"b", 1}, {"a", 2}}
	if lines[1].text < lines[0].text {
		lines[0], lines[1] = lines[1], lines[0]
	}
	fmt.Println(lines[0].text + lines[1].text)
	const greet = "hello" + ", " + "world"
	fmt.Println(greet[7:], len(greet), greet[4])
}

func main() { run() }
