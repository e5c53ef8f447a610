// class_own_hashmap: a hash table with chains that is rebuilt when it is crowded
// topic: classroom
package main

import "fmt"

type pair struct {
	key  string
	val  int
	next *pair
}

type table struct {
	buckets []*pair
	n       int
	grows   int
}

func hash(s string) int {
	h := 5381
	for i := 0; i < len(s); i++ {
		h = h*33 + int(s[i])
	}
	if h < 0 {
		h = -h
	}
	return h
}

func newTable() *table { return &table{buckets: make([]*pair, 4)} }

func (t *table) slot(k string) **pair {
	p := &t.buckets[hash(k)%len(t.buckets)]
	for *p != nil && (*p).key != k {
		p = &(*p).next
	}
	return p
}

func (t *table) grow() {
	old := t.buckets
	t.buckets = make([]*pair, 2*len(old))
	t.grows++
	for _, p := range old {
		for p != nil {
			next := p.next
			p.next = nil
			*t.slot(p.key) = p
			p = next
		}
	}
}

func (t *table) set(k string, v int) bool {
	p := t.slot(k)
	if *p != nil {
		(*p).val = v
		return false
	}
	*p = &pair{key: k, val: v}
	t.n++
	if t.n > 2*len(t.buckets) {
		t.grow()
	}
	return true
}

func (t *table) get(k string) (int, bool) {
	if p := *t.slot(k); p != nil {
		return p.val, true
	}
	return 0, false
}

func (t *table) del(k string) bool {
	p := t.slot(k)
	if *p == nil {
		return false
	}
	*p = (*p).next
	t.n--
	return true
}

func (t *table) each(f func(string, int)) {
	for _, p := range t.buckets {
		for ; p != nil; p = p.next {
			f(p.key, p.val)
		}
	}
}

func run() {
	t := newTable()
	letters := "abcdefghijklmnopqrstuvwxyz"
	for i := range letters {
		t.set(letters[i:i+1], i*100)
		t.set(letters[:i+1], -i)
	}
	fmt.Println(t.n, len(t.buckets), t.grows)
	v, ok := t.get("k")
	w, ok2 := t.get("abc")
	_, ok3 := t.get("zz")
	fmt.Println(v, ok, w, ok2, ok3, t.set("k", 7), t.set("new", 8))
	fmt.Println(t.del("abc"), t.del("abc"), t.n)
	sum, longest := 0, ""
	t.each(func(k string, v int) {
		sum += v
		if len(k) > len(longest) {
			longest = k
		}
	})
	fmt.Println(sum, len(longest))
}

func main() { run() }
