// s_closure_struct_methods: closures over receivers and fields of structs
// topic: closure
package main

import "fmt"

type button struct {
	label   string
	clicks  int
	onClick func(*button)
	undo    []func()
}

func (b *button) click() {
	b.clicks++
	if b.onClick != nil {
		b.onClick(b)
	}
}

func (b *button) set(s string) {
	old := b.label
	b.label = s
	b.undo = append(b.undo, func() { b.label = old })
}

func (b button) printer() func() string {
	return func() string { return b.label }
}

func (b *button) live() func() string {
	return func() string { return b.label }
}

func run() {
	total := 0
	b := &button{label: "ok", onClick: func(x *button) { total += x.clicks * 100 }}
	b.click()
	b.click()
	p, l := b.printer(), b.live()
	b.set("cancel")
	b.set("retry")
	fmt.Println(total, p(), l(), len(b.undo))
	for i := len(b.undo) - 1; i >= 0; i-- {
		b.undo[i]()
		fmt.Println(b.label)
	}
	c := *b
	c.label = "copy"
	c.undo[0]()
	fmt.Println(c.label, b.label, l())
}

func main() { run() }
