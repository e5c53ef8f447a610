// struct_compare_and_anonymous: comparing structs, arrays of structs and pointers to them
// topic: struct
package main

import "fmt"

type version struct {
	major, minor int
	tag          string
}

type pack struct {
	name string
	v    version
	deps [2]version
}

func newer(a, b version) bool {
	return a.major > b.major || a.major == b.major && a.minor > b.minor
}

func run() {
	a := version{1, 19, ""}
	b := version{major: 1, minor: 19}
	c := b
	c.tag = "beta"
	fmt.Println(a == b, a == c, a != c, newer(version{2, 0, ""}, a), newer(a, b))
	p := pack{"p", a, [2]version{b, c}}
	q := p
	fmt.Println(p == q, &p == &q)
	q.deps[1].tag = "be" + "ta"
	fmt.Println(p == q, p.deps == q.deps)
	q.deps[0].minor++
	fmt.Println(p == q, p.deps == q.deps, p.deps[1] == q.deps[1])
	pp, qq := &p, &p
	fmt.Println(pp == qq, *pp == q, (version{}) == version{})
	r := *pp
	r.v.major = 900
	fmt.Println(pp.v.major, r.v.major)
}

func main() { run() }
