// class_huffman: Huffman codes with a sorted forest of trees
// topic: classroom
package main

import (
	"fmt"
	"sort"
	"strings"
)

type tree interface{ freq() int }

type leaf struct {
	r rune
	n int
}

type fork struct {
	l, r tree
	n    int
}

func (l leaf) freq() int  { return l.n }
func (f *fork) freq() int { return f.n }

func first(t tree) rune {
	switch t := t.(type) {
	case leaf:
		return t.r
	case *fork:
		a, b := first(t.l), first(t.r)
		if a < b {
			return a
		}
		return b
	}
	panic("unknown tree")
}

func build(text string) tree {
	counts := map[rune]int{}
	for _, r := range text {
		counts[r]++
	}
	var forest []tree
	for r, n := range counts {
		forest = append(forest, leaf{r, n})
	}
	for len(forest) > 1 {
		sort.Slice(forest, func(i, j int) bool {
			a, b := forest[i], forest[j]
			if a.freq() != b.freq() {
				return a.freq() < b.freq()
			}
			return first(a) < first(b)
		})
		a, b := forest[0], forest[1]
		forest = append(forest[2:], &fork{a, b, a.freq() + b.freq()})
	}
	return forest[0]
}

func codes(t tree, prefix string, out map[rune]string) {
	switch t := t.(type) {
	case leaf:
		if prefix == "" {
			prefix = "0"
		}
		out[t.r] = prefix
	case *fork:
		codes(t.l, prefix+"0", out)
		codes(t.r, prefix+"1", out)
	}
}

func encode(text string, cs map[rune]string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(cs[r])
	}
	return b.String()
}

func decode(bits string, t tree) (out string, err error) {
	at := t
	for i, c := range bits {
		f, ok := at.(*fork)
		if !ok {
			return out, fmt.Errorf("no fork at bit %d", i)
		}
		at = f.l
		if c == '1' {
			at = f.r
		}
		if l, ok := at.(leaf); ok {
			out += string(l.r)
			at = t
		}
	}
	if at != t {
		err = fmt.Errorf("truncated after %q", out)
	}
	return
}

func run() {
	text := "abracadabra é€!"
	t := build(text)
	cs := map[rune]string{}
	codes(t, "", cs)
	bits := encode(text, cs)
	fmt.Println(t.freq(), len(cs), len(bits), cs['a'], cs['€'])
	back, err := decode(bits, t)
	fmt.Println(back, err, back == text)
	_, err = decode(bits[:len(bits)-1], t)
	fmt.Println(err)
	one := build("zzz")
	codes(one, "", cs)
	fmt.Printf("%v %+v %T %s\n", one, one, one, encode("zz", cs))
	_, err = decode("00", one)
	fmt.Println(err)
}

func main() { run() }
