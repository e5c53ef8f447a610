// embed_promote_shadow: embedded values and pointers, promoted and shadowed fields and methods
// topic: struct
package main

import "fmt"

type base struct {
	id   int
	name string
}

func (b base) describe() string { return fmt.Sprint(b.name, "#", b.id) }
func (b *base) rename(s string) { b.name = s }

type extra struct{ tags []string }

func (e *extra) tag(s string)   { e.tags = append(e.tags, s) }
func (e extra) describe2() int  { return len(e.tags) }

type mid struct {
	base
	*extra
	name string
}

type top struct {
	mid
	id float64
}

func (t top) describe() string { return "top " + t.mid.describe() }

type describer interface{ describe() string }

func run() {
	t := top{mid{base{300, "b"}, &extra{}, "m"}, 2.5}
	t.rename("renamed")
	t.tag("x")
	t.tag("y")
	fmt.Println(t.id, t.mid.id, t.name, t.base.name, len(t.tags), t.describe2())
	u := t
	u.tag("shared")
	u.rename("copy")
	fmt.Println(t.base.name, u.base.name, t.tags[2], u.describe2())
	for _, d := range []describer{t, &t, t.mid, t.base, &u.base} {
		fmt.Println(d.describe())
	}
	f := u.rename
	f("by value method")
	fmt.Println(u.describe(), u.mid.base.name)
	anon := struct {
		base
		*mid
	}{base{1, "one"}, &t.mid}
	anon.id++
	anon.tag("z")
	fmt.Println(anon.base.name, anon.mid.name, len(t.tags))
}

func main() { run() }
