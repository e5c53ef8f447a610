// t1_param_func_values: function parameters called, returned, stored
// topic: param
package main

import "fmt"

type handler func(string) bool

type router struct {
	routes map[string]handler
	last   handler
	hits   int
}

func (r *router) handle(p string, h handler) {
	r.routes[p] = h
}

func (r *router) serve(p, arg string) bool {
	h, ok := r.routes[p]
	if !ok {
		return false
	}
	r.last = h
	r.hits++
	return h(arg)
}

func not(h handler) handler { return func(s string) bool { return !h(s) } }

func all(hs []handler) handler {
	return func(s string) bool {
		for _, h := range hs {
			if !h(s) {
				return false
			}
		}
		return true
	}
}

func each(n int, f func(int)) {
	for i := 0; i < n; i++ {
		f(i)
	}
}

func pass(f func() int) func() int { return f }

func run() {
	r := &router{routes: map[string]handler{}}
	long := func(s string) bool { return len(s) > 3 }
	seen := []string{}
	r.handle("/long", long)
	r.handle("/short", not(long))
	r.handle("/all", all([]handler{long, func(s string) bool { seen = append(seen, s); return s[0] == 'x' }}))
	fmt.Println(r.serve("/long", "abcd"), r.serve("/short", "abcd"), r.serve("/none", ""), r.serve("/all", "xyzw"), r.serve("/all", "ab"))
	fmt.Println(r.hits, len(seen), r.last("x"))
	sum := 0
	each(10, func(i int) { sum += i * i })
	k := 300
	f := pass(func() int { return k + sum })
	k = 1
	fmt.Println(f())
}

func main() { run() }
