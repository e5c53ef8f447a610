package main

import (
	"errors"
	"fmt"
	"sync"
)

type res struct {
	name string
	p    *int
}

func (r *res) close()                 { fmt.Println("close", r.name) }
func (r res) show(x int, s ...string) {}

type closer interface{ close() }

func one(p *int) { defer fmt.Println("x", *p, p); defer func() { fmt.Println(*p) }() }
func two(r *res, n int) {
	for i := 0; i < n; i++ {
		q := &res{name: "a"}
		defer q.close()
		defer r.show(i, "a", q.name)
		defer fmt.Println(i, q)
		defer func() { fmt.Println(i) }()
		defer func(k int) { fmt.Println(k) }(i)
	}
}
func three(c closer) (err error) {
	defer c.close()
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("bad %v", e)
		}
	}()
	panic(errors.New("x"))
}
func four() (n int) {
	defer func() { n *= 2 }()
	x := 3
	defer func(p *int) { n += *p }(&x)
	return x
}
func five(m *sync.Mutex)        { m.Lock(); defer m.Unlock(); var l sync.Mutex; l.Lock(); defer l.Unlock() }
func six(f func(int), g func()) { defer f(1); defer g(); go f(2); go g() }
func seven(ch chan int, big [40]int) {
	go func() { ch <- 1 }()
	go worker(ch, big)
	go func(b [40]int, s string) { ch <- b[0] }(big, "s")
	defer close(ch)
	defer print("x", big[0])
	defer panic("never")
	defer delete(map[int]int{}, 1)
	defer copy([]int{1}, []int{2})
	defer recover()
}
func worker(ch chan<- int, b [40]int) { ch <- b[1] }
func eight(wg *sync.WaitGroup, n int, xs []*int) {
	for i := range xs {
		wg.Add(1)
		go func(i int, x *int) { defer wg.Done(); *x = i }(i, xs[i])
	}
	wg.Wait()
}
func nine() {
	var wg sync.WaitGroup
	wg.Add(1)
	go wg.Done()
	wg.Wait()
	r := res{}
	go r.close()
	go r.show(1)
	go (*res).close(&r)
	defer res.show(r, 1)
}
func ten() func() { return func() { defer fmt.Println("z"); go fmt.Println("y", 1, "k") } }
func lbl(n int) {
	i := 0
again:
	x := i
	defer func() { fmt.Println(x) }()
	defer fmt.Println(x)
	i++
	if i < n {
		goto again
	}
	defer fmt.Println(i)
}
func main() {
	one(new(int))
	two(&res{}, 1)
	three(&res{})
	four()
	five(&sync.Mutex{})
	_ = six
	_ = seven
	eight(&sync.WaitGroup{}, 1, nil)
	nine()
	ten()()
	lbl(2)
}
