// defer_args_now: arguments of a deferred call are evaluated at the defer statement
// topic: defer
package main

import "fmt"

type log struct{ lines []string }

func (l *log) add(s string) { l.lines = append(l.lines, s) }

func work(l *log, n int) int {
	s := "first"
	defer l.add(s)
	s = "second"
	defer func() { l.add(s) }()
	s = "third"
	if n > 10 {
		defer l.add("big")
	}
	n *= 2
	defer func(k int) {
		if k != n {
			l.add("changed")
		}
	}(n)
	n++
	return n
}

func run() {
	l := &log{}
	fmt.Println(work(l, 4), work(l, 40))
	for i, s := range l.lines {
		fmt.Println(i, s)
	}
}

func main() { run() }
