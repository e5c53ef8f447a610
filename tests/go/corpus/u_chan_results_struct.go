// u_chan_results_struct: results with errors over channels, ordered by index
// topic: chan
package main

import "fmt"

type result struct {
	i   int
	val int
	err error
}

type negative struct{ n int }

func (e negative) Error() string { return "negative number" }

func root(n int) (int, error) {
	if n < 0 {
		return 0, negative{n}
	}
	r := 0
	for (r+1)*(r+1) <= n {
		r++
	}
	return r, nil
}

func all(xs []int) []result {
	c := make(chan result)
	for i, x := range xs {
		go func(i, x int) {
			v, err := root(x)
			c <- result{i, v, err}
		}(i, x)
	}
	out := make([]result, len(xs))
	for range xs {
		r := <-c
		out[r.i] = r
	}
	return out
}

func run() {
	for _, r := range all([]int{16, 90000, -4, 0}) {
		if r.err != nil {
			fmt.Println(r.i, r.err, r.err == negative{-4})
			continue
		}
		fmt.Println(r.i, r.val)
	}
	type0 := make(chan [2]int)
	go func() {
		a := [2]int{1, 2}
		type0 <- a
		a[0] = 100
		type0 <- a
	}()
	x, y := <-type0, <-type0
	fmt.Println(x[0], y[0], x == y)
	sem := make(chan chan result)
	go func() {
		for {
			c, ok := <-sem
			if !ok {
				return
			}
			c <- result{val: 7}
		}
	}()
	c := make(chan result)
	sem <- c
	fmt.Println((<-c).val)
	close(sem)
}

func main() { run() }
