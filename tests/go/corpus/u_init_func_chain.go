// u_init_func_chain: init functions fill tables that run only reads
// topic: global
package main

import "fmt"

type shape interface{ sides() int }
type tri struct{}
type poly int

func (tri) sides() int    { return 3 }
func (p poly) sides() int { return int(p) }

var registry = map[string]func(int) shape{}
var squares [10]int
var primes []int
var start = len(registry)

func register(name string, f func(int) shape) bool {
	registry[name] = f
	return true
}

var _ = register("tri", func(int) shape { return tri{} })
var okPoly = register("poly", func(n int) shape { return poly(n) })

func init() {
	for i := range squares {
		squares[i] = i * i
	}
}

func init() {
next:
	for n := 2; len(primes) < 8; n++ {
		for _, p := range primes {
			if p*p > n {
				break
			}
			if n%p == 0 {
				continue next
			}
		}
		primes = append(primes, n)
	}
}

func run() {
	fmt.Println(start, okPoly, len(registry))
	fmt.Println(registry["tri"](9).sides(), registry["poly"](300).sides(), registry["x"] == nil)
	sum := 0
	for i, s := range squares {
		if i%2 == 0 {
			sum += s
		}
	}
	fmt.Println(sum, primes, squares[9])
	a, b := registry["poly"](5), registry["poly"](5)
	fmt.Println(a == b, a == registry["tri"](0))
}

func main() { run() }
