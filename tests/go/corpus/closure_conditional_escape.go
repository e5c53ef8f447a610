// closure_conditional_escape: closures stored only on some paths escape all the same
// topic: closure
package main

import "fmt"

var saved []func() string

func maybe(keep bool, s string) string {
	n := len(s)
	f := func() string {
		n++
		return s
	}
	if keep {
		saved = append(saved, f)
	}
	f()
	if n > 5 {
		return f() + "!"
	}
	return f()
}

func local(k int) int {
	twice := func(x int) int { return x * 2 }
	thrice := func(x int) int { return x*3 + k }
	f := twice
	if k > 10 {
		f = thrice
	}
	return f(k)
}

func run() {
	saved = nil
	fmt.Println(maybe(true, "hi"), maybe(false, "long text"), len(saved))
	fmt.Println(saved[0](), local(3), local(100))
}

func main() { run() }
