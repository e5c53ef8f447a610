package main

import "fmt"

type key struct{ a, b string }
type val struct {
	p *int
	n int
}

var gm = map[string]*val{}
var gm2 map[int]int
var gl = []int{1, 2, 3}
var dyn = mk(3)

func mk(n int) map[int]*int {
	m := make(map[int]*int, n)
	for i := 0; i < n; i++ {
		m[i] = &i
	}
	return m
}
func put(m map[key]*val, k key, v *val)           { m[k] = v }
func get(m map[key]*val, k key) *val              { return m[k] }
func get2(m map[string]val, k string) (val, bool) { v, ok := m[k]; return v, ok }
func count(s []string) map[string]int {
	m := map[string]int{}
	for _, w := range s {
		m[w]++
	}
	return m
}
func local() int {
	m := map[string]int{"a": 1, "b": 2}
	n := make(map[int][]int)
	n[1] = append(n[1], 2)
	delete(m, "a")
	x := 4
	pm := map[string]*int{"x": &x}
	q := map[*int]string{new(int): "s"}
	_ = q
	return len(m) + len(n) + *pm["x"]
}
func bytesKey(m map[string]int, b []byte) int { return m[string(b)] }
func setBytes(m map[string]int, b []byte)     { m[string(b)] = 1 }
func rangeMap(m map[string]*val) (ps []*val, ks []string) {
	for k, v := range m {
		ps = append(ps, v)
		ks = append(ks, k)
	}
	return
}
func inner() map[string]map[string]int {
	m := map[string]map[string]int{}
	m["a"] = map[string]int{"b": 1}
	if m["c"] == nil {
		m["c"] = make(map[string]int)
	}
	m["c"]["d"]++
	return m
}
func ifaceKey(m map[interface{}]int, i int) { m[i] = 1; m["s"]++; delete(m, i); _ = m[3.5] }
func main() {
	put(map[key]*val{}, key{}, &val{})
	get(nil, key{})
	get2(nil, "")
	count(nil)
	local()
	bytesKey(nil, nil)
	setBytes(map[string]int{}, nil)
	rangeMap(nil)
	inner()
	ifaceKey(map[interface{}]int{}, 3)
	fmt.Println(len(gm), gm2, gl, len(dyn))
}
