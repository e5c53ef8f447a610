// t1_chan_of_structs_funcs: channels of structs, of functions and of channels
// topic: chan
package main

import "fmt"

type order struct {
	item string
	qty  [3]int
}

type job func(int) int

func kitchen(in chan order, out chan string) {
	for {
		o, ok := <-in
		if !ok {
			close(out)
			return
		}
		t := 0
		for _, q := range o.qty {
			t += q
		}
		if t > 5 {
			out <- o.item + " big"
		} else {
			out <- o.item
		}
	}
}

func run() {
	in, out := make(chan order), make(chan string)
	go kitchen(in, out)
	in <- order{"tea", [3]int{1, 2}}
	fmt.Println(<-out)
	in <- order{item: "cake", qty: [3]int{4, 4, 4}}
	fmt.Println(<-out)
	close(in)
	s, ok := <-out
	fmt.Println(s == "", ok)
	jobs, res := make(chan job), make(chan int)
	go func() {
		k := 100
		for {
			j := <-jobs
			if j == nil {
				close(res)
				return
			}
			res <- j(k)
			k++
		}
	}()
	base := 7
	jobs <- func(k int) int { return k * base }
	fmt.Println(<-res)
	jobs <- func(k int) int { base = 8; return k }
	fmt.Println(<-res, base)
	jobs <- nil
	_, ok = <-res
	fmt.Println(ok)
	cc := make(chan chan int)
	go func() {
		c := <-cc
		c <- 500
	}()
	c := make(chan int)
	cc <- c
	fmt.Println(<-c)
}

func main() { run() }
