// loop_continue_nested: break and continue in nested loops with variables inside
// topic: loop
package main

import "fmt"

type found struct{ i, j int }

func search(m [][]int, want int) *found {
	for i, row := range m {
		if len(row) == 0 {
			continue
		}
		for j, v := range row {
			if v > want {
				break
			}
			if v == want {
				f := found{i, j}
				return &f
			}
		}
	}
	return nil
}

func primes(n int) []int {
	var ps []int
	for c := 2; len(ps) < n; c++ {
		composite := false
		for _, p := range ps {
			if p*p > c {
				break
			}
			if c%p == 0 {
				composite = true
				break
			}
		}
		if composite {
			continue
		}
		ps = append(ps, c)
	}
	return ps
}

func run() {
	m := [][]int{{1, 5, 9}, {}, {2, 4, 6, 8}, {7, 3}}
	if f := search(m, 6); f != nil {
		fmt.Println(f.i, f.j)
	}
	fmt.Println(search(m, 3) == nil, search(nil, 3) == nil, *search(m, 1) == found{})
	ps := primes(30)
	fmt.Println(ps[29], len(ps), cap(ps))
	n, steps := 27, 0
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	fmt.Println(steps)
}

func main() { run() }
