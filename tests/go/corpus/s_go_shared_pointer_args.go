// s_go_shared_pointer_args: pointers, slices and maps given to goroutines
// topic: go
package main

import "fmt"

type account struct {
	id, money int
}

func pay(from, to *account, n int, done chan *account) {
	from.money -= n
	to.money += n
	done <- to
}

func square(xs []int, i int, done chan int) {
	xs[i] *= xs[i]
	done <- i
}

func count(words []string, out chan map[string]int) {
	m := map[string]int{}
	for _, w := range words {
		m[w]++
	}
	out <- m
}

func run() {
	a, b := account{1, 1000}, &account{2, 50}
	done := make(chan *account)
	go pay(&a, b, 300, done)
	to := <-done
	go pay(to, &a, 7, done)
	<-done
	fmt.Println(a.money, b.money, to == b)
	xs := []int{1, 2, 30, 400}
	idx := make(chan int)
	for i := range xs {
		go square(xs, i, idx)
	}
	sum := 0
	for range xs {
		sum += <-idx
	}
	fmt.Println(sum, xs[2], xs[3])
	out := make(chan map[string]int)
	go count([]string{"a", "b", "a"}, out)
	go count([]string{"b"}, out)
	m := <-out
	for k, v := range <-out {
		m[k] += v
	}
	fmt.Println(m["a"], m["b"], len(m))
	var result *account
	ready := make(chan bool)
	go func() {
		local := account{3, a.money}
		result = &local
		ready <- true
	}()
	<-ready
	fmt.Println(result.id, result.money)
}

func main() { run() }
