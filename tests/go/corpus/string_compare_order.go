// string_compare_order: comparisons, slicing and concatenation of strings
// topic: string
package main

import "fmt"

func max(a, b string) string {
	if a < b {
		return b
	}
	return a
}

func reverse(s string) string {
	out := ""
	for i := len(s) - 1; i >= 0; i-- {
		out += s[i : i+1]
	}
	return out
}

func run() {
	words := []string{"pear", "apple", "Zoo", "peach", "", "pea"}
	m := ""
	for _, w := range words {
		m = max(m, w)
	}
	fmt.Println(m, max("abc", "abcd"), max("B", "a"))
	r := reverse("stressed")
	fmt.Println(r, r == "desserts", r != "x", len(r), r[0], r[len(r)-1] == 's')
	s := "prefix-" + r + "-suffix" + words[4]
	fmt.Println(s, s[7:10], s[:0] == "", s[len(s):] == "")
	t := s[2:]
	s += t
	fmt.Println(len(s), len(t))
}

func main() { run() }
