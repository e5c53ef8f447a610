// v_go_tree_sum: one goroutine per tree node, sums over unbuffered channels
// topic: go
package main

import "fmt"

type tree struct {
	l, r *tree
	v    int
}

func (t *tree) sum(out chan int) {
	if t == nil {
		out <- 0
		return
	}
	c := make(chan int)
	go t.l.sum(c)
	go t.r.sum(c)
	out <- t.v + <-c + <-c
}

func build(n int) *tree {
	if n == 0 {
		return nil
	}
	return &tree{build(n / 2), build((n - 1) / 2), n * 10}
}

func walk(t *tree, c chan int) {
	if t != nil {
		walk(t.l, c)
		c <- t.v
		walk(t.r, c)
	}
}

func values(t *tree) chan int {
	c := make(chan int)
	go func() {
		walk(t, c)
		close(c)
	}()
	return c
}

func same(a, b *tree) bool {
	ca, cb := values(a), values(b)
	for {
		x, ok := <-ca
		y, ok2 := <-cb
		if ok != ok2 || x != y {
			return false
		}
		if !ok {
			return true
		}
	}
}

func run() {
	t := build(10)
	out := make(chan int)
	go t.sum(out)
	fmt.Println(<-out)
	fmt.Println(same(t, build(10)), same(nil, nil))
	n, last := 0, 0
	for v := <-values(&tree{v: 7}); n < 3; n++ {
		last += v
	}
	fmt.Println(last)
}

func main() { run() }
