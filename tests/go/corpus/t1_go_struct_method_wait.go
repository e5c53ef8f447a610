// t1_go_struct_method_wait: go with method calls on pointers and values, and waiting by channel
// topic: go
package main

import "fmt"

type worker struct {
	id   int
	out  chan int
	done chan bool
}

func (w *worker) work(n int) {
	for i := 0; i < n; i++ {
		w.out <- w.id*100 + i
	}
	w.done <- true
}

func (w worker) report(n int) { w.out <- n + w.id }

func collect(out chan int, total chan int, n int) {
	t := 0
	for i := 0; i < n; i++ {
		t += <-out
	}
	total <- t
}

func run() {
	out, done, total := make(chan int), make(chan bool), make(chan int)
	a := &worker{1, out, done}
	b := &worker{2, out, done}
	go collect(out, total, 7)
	go a.work(3)
	go b.work(4)
	<-done
	<-done
	fmt.Println(<-total)
	w := *a
	go w.report(5000)
	w.id = 9
	fmt.Println(<-out)
	f := func(k int, c chan int) { c <- k * k }
	go f(30, out)
	fmt.Println(<-out)
	res := make(chan []int)
	go func(xs []int) {
		xs[0] = 1
		res <- append(xs, 2)
	}([]int{7, 8})
	ys := <-res
	fmt.Println(len(ys), ys[0], ys[2])
}

func main() { run() }
