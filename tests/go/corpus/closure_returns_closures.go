// closure_returns_closures: closures in closures in a map of operations
// topic: closure
package main

import "fmt"

type op func(float64) float64

func compose(fs []op) op {
	return func(x float64) float64 {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func adder(a float64) func(float64) op {
	return func(m float64) op {
		k := a * m
		return func(x float64) float64 { a++; return x + k + a }
	}
}

func run() {
	add := adder(10)
	f, g := add(1), add(100)
	fmt.Println(f(0), g(0), f(0.25))
	ops := map[string]op{"half": func(x float64) float64 { return x / 2 }, "f": f}
	h := compose([]op{ops["half"], ops["half"], f, func(x float64) float64 { return -x }})
	fmt.Println(h(8), h(8))
	fmt.Println(func(x op) float64 { return x(x(3)) }(ops["half"]))
	if ops["none"] == nil {
		fmt.Println("no such operation")
	}
}

func main() { run() }
