// select_default_and_nil: select with default, nil channels, closed channels and loops
// topic: select
package main

import "fmt"

func poll(c <-chan int) string {
	select {
	case v, ok := <-c:
		if !ok {
			return "closed"
		}
		return fmt.Sprint("got ", v)
	default:
		return "empty"
	}
}

func offer(c chan<- int, v int) bool {
	select {
	case c <- v:
		return true
	default:
		return false
	}
}

func merge(a, b chan int) (sum, n int) {
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				continue
			}
			sum += v
		case v, ok := <-b:
			if !ok {
				b = nil
				break
			}
			sum += v * 10
		}
		n++
	}
	return
}

func run() {
	c := make(chan int, 2)
	fmt.Println(poll(c), offer(c, 100), offer(c, 200), offer(c, 300), poll(c), len(c))
	close(c)
	fmt.Println(poll(c), poll(c), poll(c), poll(nil))
	a, b := make(chan int), make(chan int, 1)
	go func() {
		for i := 1; i <= 3; i++ {
			a <- i
		}
		close(a)
	}()
	go func() {
		for i := 1; i <= 2; i++ {
			b <- i
		}
		close(b)
	}()
	s, n := merge(a, b)
	fmt.Println(s, n > 0)
	select {
	default:
		fmt.Println("only default")
	}
	m := map[string]int{}
	d := make(chan int, 1)
	d <- 7
	select {
	case m["k"] = <-d:
		fmt.Println(m["k"])
	}
}

func main() { run() }
