// s_deadcode_after_return: statements after return, constant conditions and constant switches
// topic: deadcode
package main

import "fmt"

const (
	verbose = false
	mode    = "fast"
	limit   = 100
)

var leak *int
var leaks []interface{}

func early(n int) int {
	if limit > 50 {
		return n * 2
	}
	leak = &n
	return n
}

func modeOf(n int) int {
	x := n
	switch mode {
	case "slow":
		leak = &x
	case "fast":
		x++
	}
	if mode == "slow" && n > 3 {
		leaks = append(leaks, x)
	}
	return x
}

func loop(n int) int {
	y := n
	for verbose {
		leak = &y
	}
	for {
		y += 7
		if y > limit {
			break
		}
	}
	return y
}

func elseDead(n int) *int {
	z := n
	if len(mode) == 4 {
		z *= 3
		return nil
	} else {
		return &z
	}
}

func run() {
	leak, leaks = nil, nil
	fmt.Println(early(150), modeOf(3), loop(1), elseDead(1) == nil, leak == nil, len(leaks))
	if !verbose {
		w := 5
		fmt.Println(w)
	} else {
		w := 6
		leak = &w
	}
	if v := 1; verbose {
		leak = &v
	}
	const debug = limit < 10 || verbose
	f := func() {
		if debug {
			leaks = append(leaks, "never")
		}
	}
	f()
	fmt.Println(len(leaks))
}

func main() { run() }
