// deadcode_constants: branches that constants switch off leave no verdict
// topic: deadcode
package main

import "fmt"

const debug = false
const level = 3

var sink *int

func work(n int) int {
	x := n
	if debug {
		sink = &x
	}
	y := n + 1
	if !debug || level > 5 {
		y++
	} else {
		sink = &y
	}
	if level == 3 {
		return x + y
	}
	sink = &y
	return 0
}

func lookup(s string) int {
	switch level {
	case 1:
		return len(s)
	case 3:
		return len(s) * 100
	default:
		p := new(int)
		sink = p
	}
	return -1
}

func run() {
	fmt.Println(work(40), lookup("abc"), sink == nil)
	for debug {
		fmt.Println("never")
	}
	if debug && work(1) > 0 {
		z := 5
		sink = &z
	}
	if true || debug {
		fmt.Println("always")
	}
}

func main() { run() }
