// s_defer_recover_free_unlock: deferred calls of function values, builtin and package functions
// topic: defer
package main

import "fmt"

type file struct {
	name string
	open bool
}

var opened int

func open(name string) (*file, func()) {
	f := &file{name, true}
	opened++
	return f, func() {
		f.open = false
		opened--
		fmt.Println("closed", f.name)
	}
}

func use(name string, fail bool) *file {
	f, done := open(name)
	defer done()
	if fail {
		return nil
	}
	g, done2 := open(name + "2")
	defer done2()
	fmt.Println("using", f.name, g.name, opened)
	return f
}

func drop(m map[string]int, k string) int {
	defer delete(m, k)
	return m[k]
}

func send(c chan int, v int) {
	defer close(c)
	c <- v
}

func run() {
	opened = 0
	f := use("a", false)
	fmt.Println(f.open, use("b", true) == nil, opened)
	m := map[string]int{"k": 300}
	fmt.Println(drop(m, "k"), len(m))
	c := make(chan int)
	go send(c, 55)
	v, ok := <-c
	_, ok2 := <-c
	fmt.Println(v, ok, ok2)
	defer fmt.Println("end", opened, len(m))
	defer func() {
		opened += 10
		m["late"] = 1
		fmt.Println("late", opened, len(m))
	}()
}

func main() { run() }
