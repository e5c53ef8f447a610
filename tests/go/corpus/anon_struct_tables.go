// anon_struct_tables: anonymous structs in slices, maps and variables
// topic: struct
package main

import "fmt"

func run() {
	tests := []struct {
		in   string
		want int
	}{
		{"abc", 3},
		{"", 0},
		{in: "héé"},
	}
	bad := 0
	for _, t := range tests {
		if len(t.in) != t.want {
			bad++
			fmt.Printf("%q: %d\n", t.in, len(t.in))
		}
	}
	conf := struct {
		host string
		port uint16
		opt  struct{ deep bool }
	}{"localhost", 8080, struct{ deep bool }{true}}
	conf.opt.deep = !conf.opt.deep
	fmt.Println(bad, conf.host, conf.port, conf.opt.deep)
	type pair struct{ a, b int }
	var x struct{ a, b int } = pair{1, 2}
	p := pair(x)
	p.a = 300
	fmt.Println(x == pair{1, 2}, x == p, p)
	m := map[string]struct{ n int }{"a": {5}}
	m["b"] = struct{ n int }{m["a"].n * 2}
	fmt.Println(m["b"].n, m["c"].n, len(m))
	const limit = 3
	type node struct {
		v    int
		next *node
	}
	var head *node
	for i := 0; i < limit; i++ {
		head = &node{i, head}
	}
	fmt.Println(head.v, head.next.next.v, head.next.next.next == nil)
	ptr := &struct{ s []int }{[]int{1}}
	ptr.s = append(ptr.s, 2)
	fmt.Println(*ptr, len(ptr.s))
}

func main() { run() }
