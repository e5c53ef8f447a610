// v_string_map_struct_keys: strings built at run time as keys of maps
// topic: map
package main

import "fmt"

type key struct {
	name string
	n    int
}

func name(i int) string {
	s := "k"
	for ; i > 0; i /= 2 {
		if i%2 == 0 {
			s += "a"
		} else {
			s += "b"
		}
	}
	return s
}

func run() {
	m := map[string]int{}
	st := map[key]*int{}
	for i := 0; i < 6; i++ {
		n := name(i)
		m[n] += i * 100
		m[n+"!"] = len(n)
		v := i
		st[key{n, i % 2}] = &v
	}
	fmt.Println(len(m), m["kbb"], m["kab!"], m["kaab!"], m["k"+"b"])
	p := st[key{"kab", 0}]
	*p *= 7
	fmt.Println(len(st), *st[key{name(2), 0}], st[key{"kab", 1}] == nil)
	delete(m, name(3))
	_, ok := m["kbb"]
	fmt.Println(ok, len(m))
	pairs := map[[2]string]bool{{"a", "b"}: true}
	pairs[[2]string{name(0), name(1)}] = true
	fmt.Println(pairs[[2]string{"k", "kb"}], pairs[[2]string{"b", "a"}], len(pairs))
	total := 0
	for k, v := range m {
		total += len(k) * v
	}
	fmt.Println(total)
}

func main() { run() }
