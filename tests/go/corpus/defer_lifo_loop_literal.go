// defer_lifo_loop_literal: deferred literals run in reverse order and see the last values
// topic: defer
package main

import "fmt"

type res struct {
	name string
	open bool
}

func (r *res) close(log []string) []string {
	r.open = false
	return append(log, "close "+r.name)
}

func use(a, b *res) []string {
	var log []string
	out := func() []string {
		defer func() { log = a.close(log) }()
		defer func() { log = b.close(log) }()
		a.open, b.open = true, true
		log = append(log, "working")
		return log
	}()
	if len(out) == 1 {
		log = append(log, "returned early copy")
	}
	return log
}

func run() {
	a, b := &res{name: "a"}, &res{name: "b"}
	for _, s := range use(a, b) {
		fmt.Println(s)
	}
	n := 1
	func() {
		defer func() { n *= 10 }()
		defer func() { n += 4 }()
		n = 2
	}()
	fmt.Println(n, a.open || b.open)
	defer fmt.Println("last", n)
	defer fmt.Println("before last")
	n = 0
}

func main() { run() }
