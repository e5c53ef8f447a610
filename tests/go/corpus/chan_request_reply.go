// chan_request_reply: a server goroutine owns the state, requests carry a reply channel
// topic: chan
package main

import "fmt"

type request struct {
	op    string
	arg   int
	reply chan int
}

func server(reqs chan request) {
	state := 0
	for r := range reqs {
		switch r.op {
		case "add":
			state += r.arg
		case "mul":
			state *= r.arg
		}
		r.reply <- state
	}
}

func ask(reqs chan request, op string, arg int) int {
	r := request{op, arg, make(chan int)}
	reqs <- r
	return <-r.reply
}

func run() {
	reqs := make(chan request)
	go server(reqs)
	fmt.Println(ask(reqs, "add", 300), ask(reqs, "mul", 7), ask(reqs, "get", 0))
	close(reqs)
}

func main() { run() }
