// s_select_timer_like: a ticker goroutine, send cases with computed values and break
// topic: select
package main

import "fmt"

type tick struct{ n int }

func ticker(n int, stop <-chan struct{}) <-chan tick {
	c := make(chan tick)
	go func() {
		defer close(c)
		for i := 0; i < n; i++ {
			select {
			case c <- tick{i * 100}:
			case <-stop:
				return
			}
		}
	}()
	return c
}

func first(cs ...chan int) (v, from int) {
	from = -1
	for i, c := range cs {
		select {
		case v = <-c:
			return v, i
		default:
		}
	}
	return
}

func trySend(c chan<- string, vals ...string) (sent int) {
	for _, v := range vals {
		select {
		case c <- v + "!":
			sent++
		default:
			return
		}
	}
	return
}

func run() {
	stop := make(chan struct{})
	sum := 0
	for t := range ticker(5, stop) {
		sum += t.n
	}
	fmt.Println(sum)
	c := ticker(100, stop)
	fmt.Println((<-c).n, (<-c).n)
	close(stop)
	n := 0
loop:
	for {
		select {
		case _, ok := <-c:
			if !ok {
				break loop
			}
			n++
			if n > 1000 {
				fmt.Println("too many")
			}
		}
	}
	fmt.Println(n <= 98)
	a, b := make(chan int, 1), make(chan int, 1)
	b <- 300
	fmt.Println(first(a, b))
	fmt.Println(first(a, b, nil))
	s := make(chan string, 2)
	fmt.Println(trySend(s, "x", "y", "z"), <-s, len(s))
	var nilc chan int
	select {
	case v := <-nilc:
		fmt.Println(v)
	case nilc <- 1:
		fmt.Println("sent to nil")
	default:
		fmt.Println("nil channels never ready")
	}
}

func main() { run() }
