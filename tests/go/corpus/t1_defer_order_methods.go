// t1_defer_order_methods: deferred method calls on values and pointers
// topic: defer
package main

import "fmt"

type step struct {
	n   int
	log *[]int
}

func (s step) done()           { *s.log = append(*s.log, s.n) }
func (s *step) later(k int)    { *s.log = append(*s.log, s.n*k) }
func (s *step) with() *step    { s.n++; return s }
func note(log *[]int, n int)   { *log = append(*log, n) }
func mark(log *[]int, n int) int { note(log, -n); return n }

func work(log *[]int) {
	s := step{1, log}
	defer s.done()
	s.n = 2
	defer s.later(10)
	s.n = 3
	defer s.with().with().later(mark(log, 100))
	f := func() { s.n = 7; note(log, s.n) }
	defer f()
	f = func() { note(log, 12345) }
	note(log, s.n)
	if s.n > 100 {
		return
	}
	defer note(log, mark(log, 55))
	defer func() {
		defer note(log, 1)
		note(log, 2)
	}()
}

func run() {
	var log []int
	work(&log)
	for _, v := range log {
		fmt.Println(v)
	}
}

func main() { run() }
