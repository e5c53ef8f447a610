// class_trie_dictionary: a trie of words with prefix search and deletion
// topic: classroom
package main

import "fmt"

type trie struct {
	kids [26]*trie
	word bool
	n    int
}

func (t *trie) insert(w string) bool {
	for i := 0; i < len(w); i++ {
		c := w[i] - 'a'
		if t.kids[c] == nil {
			t.kids[c] = new(trie)
		}
		t.n++
		t = t.kids[c]
	}
	fresh := !t.word
	t.word = true
	return fresh
}

func (t *trie) find(p string) *trie {
	if p == "" || t == nil {
		return t
	}
	return t.kids[p[0]-'a'].find(p[1:])
}

func (t *trie) each(prefix string, visit func(string) bool) bool {
	if t == nil {
		return true
	}
	if t.word && !visit(prefix) {
		return false
	}
	for i, k := range t.kids {
		if k != nil && !k.each(prefix+string(rune('a'+i)), visit) {
			return false
		}
	}
	return true
}

func (t *trie) remove(w string) (gone bool) {
	if w == "" {
		gone, t.word = t.word, false
		return
	}
	k := &t.kids[w[0]-'a']
	if *k == nil {
		return false
	}
	gone = (*k).remove(w[1:])
	if gone && !(*k).word && (*k).empty() {
		*k = nil
	}
	return
}

func (t *trie) empty() bool { return t.kids == [26]*trie{} }

func complete(t *trie, p string, max int) (out []string) {
	t.find(p).each(p, func(w string) bool {
		out = append(out, w)
		return len(out) < max
	})
	return
}

func run() {
	root := &trie{}
	for _, w := range []string{"go", "gopher", "gone", "tea", "ten", "te", "go"} {
		fmt.Print(root.insert(w), " ")
	}
	fmt.Println(root.n)
	fmt.Println(complete(root, "go", 2), complete(root, "t", 10), complete(root, "x", 1))
	fmt.Println(root.remove("go"), root.remove("go"), root.remove("gopher"), root.remove("zz"))
	fmt.Println(complete(root, "", 10), root.find("gop") == nil, root.find("te").word)
	fmt.Println(root.find("gone").empty(), root.find("g").empty())
}

func main() { run() }
