package main

import "fmt"

type job struct {
	id   int
	data []byte
	done chan *job
}
type pool struct {
	jobs chan job
	res  chan result
	quit chan struct{}
}
type result struct {
	j   *job
	err error
}

func (p *pool) run(id int) {
	for j := range p.jobs {
		p.res <- result{&j, nil}
	}
}
func (p *pool) start(n int) {
	for i := 0; i < n; i++ {
		go p.run(i)
	}
}
func newPool(n int) *pool { return &pool{make(chan job, n), make(chan result), make(chan struct{})} }
func produce(n int) <-chan int {
	c := make(chan int)
	go func() {
		for i := 0; i < n; i++ {
			c <- i
		}
		close(c)
	}()
	return c
}
func consume(c <-chan int, f func(int)) {
	for v := range c {
		f(v)
	}
}
func sel(a, b chan *int, q chan struct{}) *int {
	x := 1
	select {
	case v := <-a:
		return v
	case v, ok := <-b:
		if ok {
			return v
		}
	case a <- &x:
	case <-q:
	default:
	}
	var arr [2]*int
	var i int
	select {
	case arr[i] = <-a:
	case arr[1], _ = <-b:
	}
	return nil
}
func pipe(in <-chan []int) <-chan []int {
	out := make(chan []int, 1)
	go func() {
		defer close(out)
		for xs := range in {
			ys := make([]int, len(xs))
			copy(ys, xs)
			out <- ys
		}
	}()
	return out
}
func ptrs() {
	c := make(chan *job, 1)
	j := job{}
	c <- &j
	k := <-c
	k.done = make(chan *job)
	d := make(chan interface{}, 3)
	d <- j
	d <- 5
	d <- "x"
	e := make(chan func(), 1)
	n := 0
	e <- func() { n++ }
	(<-e)()
}
func main() {
	newPool(1).start(0)
	consume(produce(2), func(i int) { fmt.Println(i) })
	_ = sel
	_ = pipe
	ptrs()
}
