// u_methodvalue_escape_kinds: method values kept, returned, deferred and started with go
// topic: methodvalue
package main

import "fmt"

type timer struct {
	n    int
	big  [20]int
	hook func(int)
}

func (t *timer) tick(k int)     { t.n += k; t.big[k%20]++ }
func (t timer) value(k int) int { return t.n + k + t.big[k%20] }
func (t timer) send(c chan int) { c <- t.n }

type nums []int

func (n nums) at(i int) int  { return n[i] }
func (n *nums) add(i int)    { *n = append(*n, i) }

type fn func(int) int

func (f fn) twice(x int) int { return f(f(x)) }

var kept func(int) int

func bind(t timer) func(int) int { return t.value }
func each(xs []int, f func(int)) {
	for _, x := range xs {
		f(x)
	}
}

func local() int {
	var t timer
	f := t.tick
	f(3)
	f(4)
	g := t.value
	t.n = 1000
	return g(3)
}

func run() {
	t := &timer{n: 100}
	each([]int{1, 2, 3}, t.tick)
	kept = t.value
	t.hook = t.tick
	t.hook(50)
	fmt.Println(t.n, kept(1), bind(*t)(2), local())
	c := make(chan int)
	go t.send(c)
	fmt.Println(<-c)
	s := t.send
	t.n = 0
	go s(c)
	fmt.Println(<-c)
	var ns nums
	each([]int{7, 8, 9}, ns.add)
	at := ns.at
	ns[1] = 800
	ns = nil
	fmt.Println(at(0), at(1), len(ns))
	double := fn(func(x int) int { return x * 2 })
	four := fn(double.twice).twice
	fmt.Println(four(3), fn.twice(double, 5))
	func() {
		defer t.tick(5)
		defer each([]int{10, 20}, t.tick)
		t.n = 1
	}()
	fmt.Println(t.n)
}

func main() { run() }
