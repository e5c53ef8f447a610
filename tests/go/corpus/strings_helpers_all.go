// strings_helpers_all: Split, Fields, Join, Repeat, ToUpper, Contains and Builder
// topic: string
package main

import (
	"fmt"
	"strings"
)

func csv(rows [][]string) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join(r, ";"))
		b.WriteByte('\n')
	}
	return b.String()
}

func title(s string) string {
	out := []string{}
	for _, w := range strings.Fields(s) {
		out = append(out, strings.ToUpper(w[:1])+w[1:])
	}
	return strings.Join(out, " ")
}

func box(lines ...string) string {
	w := 0
	for _, l := range lines {
		if len(l) > w {
			w = len(l)
		}
	}
	var b strings.Builder
	b.WriteString("+" + strings.Repeat("-", w) + "+\n")
	for _, l := range lines {
		b.WriteByte('|')
		b.WriteString(l + strings.Repeat(" ", w-len(l)))
		b.WriteRune('│')
		b.WriteString("\n")
	}
	return b.String()
}

func run() {
	fmt.Print(csv([][]string{{"a", "b"}, {}, {"single"}, {"x", "", "z"}}))
	fmt.Println(title("  the quick\tbrown \n fox  "))
	fmt.Print(box("hi", "longer line", ""))
	parts := strings.Split("a,b,,c,", ",")
	fmt.Println(len(parts), parts)
	fmt.Printf("%q %q %q\n", parts, strings.Split("abc", ""), strings.Split("", ","))
	fmt.Println(len(strings.Fields(" ")), strings.Fields("one"), strings.Repeat("ab", 0) == "")
	fmt.Println(strings.Contains("seafood", "foo"), strings.Contains("", "x"), strings.Contains("x", ""))
	fmt.Println(strings.ToUpper("straße é abc"), strings.ToUpper("ABC"), strings.Join(nil, ","))
	var b strings.Builder
	for i := 0; i < 5; i++ {
		fmt.Println(b.Len())
		b.WriteString(strings.Repeat("x", i*3))
	}
	s := b.String()
	b.WriteString("more")
	fmt.Println(s, b.Len(), len(b.String()))
}

func main() { run() }
