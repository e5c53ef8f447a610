// t1_string_map_reverse_index: an inverted index of words, strings sliced and kept
// topic: string
package main

import "fmt"

type index struct {
	words map[string][]int
	docs  []string
}

func words(s string) []string {
	var out []string
	start := -1
	for i := 0; i <= len(s); i++ {
		letter := i < len(s) && (s[i] >= 'a' && s[i] <= 'z')
		if letter && start < 0 {
			start = i
		} else if !letter && start >= 0 {
			out = append(out, s[start:i])
			start = -1
		}
	}
	return out
}

func (x *index) add(doc string) {
	id := len(x.docs)
	x.docs = append(x.docs, doc)
	for _, w := range words(doc) {
		ids := x.words[w]
		if len(ids) == 0 || ids[len(ids)-1] != id {
			x.words[w] = append(ids, id)
		}
	}
}

func (x *index) both(a, b string) []int {
	var out []int
	for _, i := range x.words[a] {
		for _, j := range x.words[b] {
			if i == j {
				out = append(out, i)
			}
		}
	}
	return out
}

func run() {
	x := &index{words: map[string][]int{}}
	for _, d := range []string{"the quick fox", "the lazy dog", "fox and dog and the rest"} {
		x.add(d)
	}
	fmt.Println(len(x.words), len(x.words["the"]), len(x.words["and"]), len(x.words["cat"]))
	r := x.both("fox", "the")
	fmt.Println(len(r), r[0], r[1], len(x.both("quick", "dog")))
	long := ""
	for w := range x.words {
		if len(w) > len(long) || len(w) == len(long) && w < long {
			long = w
		}
	}
	fmt.Println(long, long < "quick", x.docs[2][4:7]+x.docs[0][:3])
}

func main() { run() }
