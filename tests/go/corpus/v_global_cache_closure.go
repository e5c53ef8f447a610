// v_global_cache_closure: a package level cache of closures and results
// topic: global
package main

import "fmt"

type result struct {
	val  int
	hits int
}

var cache map[string]*result
var loaders map[string]func() int
var last *result
var depth int

func load(k string) int {
	if r, ok := cache[k]; ok {
		r.hits++
		last = r
		return r.val
	}
	f := loaders[k]
	if f == nil {
		return -1
	}
	depth++
	r := &result{val: f()}
	cache[k] = r
	return r.val
}

func define(k string, v int) {
	loaders[k] = func() int { return v }
}

func sumOf(k string, deps []string) {
	loaders[k] = func() int {
		t := 0
		for _, d := range deps {
			t += load(d)
		}
		return t
	}
}

func run() {
	cache, loaders = map[string]*result{}, map[string]func() int{}
	last, depth = nil, 0
	define("a", 100)
	define("b", 20)
	sumOf("c", []string{"a", "b", "a"})
	sumOf("d", []string{"c", "c", "none"})
	fmt.Println(load("d"), depth, cache["a"].hits, cache["c"].hits)
	last.val = 1000
	fmt.Println(load("c"), load("d"), len(cache), load("zzz"))
}

func main() { run() }
