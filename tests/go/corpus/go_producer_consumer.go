// go_producer_consumer: a producer closes the channel, the consumer ranges and reports
// topic: go
package main

import "fmt"

type msg struct {
	id   int
	body string
}

func produce(n int, out chan *msg) {
	for i := 0; i < n; i++ {
		out <- &msg{i, "body"}
	}
	close(out)
}

func consume(in chan *msg, done chan int) {
	total := 0
	for {
		m, ok := <-in
		if !ok {
			break
		}
		total += m.id * len(m.body)
	}
	done <- total
}

func run() {
	ch, done := make(chan *msg), make(chan int)
	go produce(10, ch)
	go consume(ch, done)
	fmt.Println(<-done)
	ch2 := make(chan *msg)
	go func() {
		defer close(ch2)
		for _, s := range []string{"x", "yy"} {
			ch2 <- &msg{body: s}
		}
	}()
	for m := range ch2 {
		fmt.Println(m.body, m.id)
	}
}

func main() { run() }
