// t2_chan_directions: directional channels, channel of channel, len and cap, range
// topic: chan
package main

import "fmt"

func source(xs ...int) <-chan int {
	c := make(chan int, len(xs))
	for _, x := range xs {
		c <- x
	}
	close(c)
	return c
}

func fanIn(cs ...<-chan int) <-chan int {
	out := make(chan int)
	done := make(chan struct{}, len(cs))
	for _, c := range cs {
		go func(c <-chan int) {
			for v := range c {
				out <- v
			}
			done <- struct{}{}
		}(c)
	}
	go func() {
		for range cs {
			<-done
		}
		close(out)
	}()
	return out
}

func drain(in <-chan int, out chan<- int) {
	n := 0
	for v := range in {
		n += v
	}
	out <- n
	close(out)
}

func last(c <-chan int) (v int, ok bool) {
	for x := range c {
		v, ok = x, true
	}
	return
}

func run() {
	res := make(chan int)
	go drain(fanIn(source(1, 2, 3), source(), source(40, 500)), res)
	fmt.Println(<-res)
	v, ok := <-res
	fmt.Println(v, ok)
	fmt.Println(last(source(7, 8, 9)))
	fmt.Println(last(source()))
	c := make(chan string, 3)
	c <- "a"
	c <- "b"
	var send chan<- string = c
	send <- "c"
	fmt.Println(len(c), cap(c), len(send), <-c)
	close(send)
	for s := range c {
		fmt.Print(s, " ")
	}
	s, open := <-c
	fmt.Printf("%q %v %d\n", s, open, len(c))
	fs := make(chan func() string, 2)
	name := "captured"
	fs <- func() string { return name }
	fs <- func() string { name += "!"; return name }
	fmt.Println((<-fs)(), (<-fs)())
	any := make(chan interface{}, 2)
	any <- 300
	any <- "mixed"
	fmt.Println(<-any, <-any)
}

func main() { run() }
