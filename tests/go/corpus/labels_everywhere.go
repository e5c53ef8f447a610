// labels_everywhere: labelled break and continue out of loops, switch and select
// topic: loop
package main

import "fmt"

func find(grid [][]byte, want byte) (x, y int) {
	x, y = -1, -1
rows:
	for i, row := range grid {
		for j, c := range row {
			switch {
			case c == '#':
				continue rows
			case c == want:
				x, y = i, j
				break rows
			case c == ' ':
				break
			}
		}
	}
	return
}

func drain(c chan int) int {
	sum := 0
loop:
	for {
		select {
		case v := <-c:
			if v%2 == 1 {
				continue loop
			}
			sum += v
		default:
			break loop
		}
	}
	return sum
}

func run() {
	grid := [][]byte{[]byte("ab#x"), []byte(" .x."), []byte("x")}
	x, y := find(grid, 'x')
	fmt.Println(x, y)
	x, y = find(grid, 'q')
	fmt.Println(x, y)
	c := make(chan int, 6)
	for i := 0; i < 6; i++ {
		c <- i
	}
	fmt.Println(drain(c))
	n := 0
outer:
	for i := 0; ; i++ {
		for j := i; ; j++ {
			if j > i+2 {
				continue outer
			}
			if i*j > 20 {
				break outer
			}
			n++
		}
	}
	fmt.Println(n)
block:
	for {
		if n > 3 {
			break block
		}
		goto sw
	}
sw:
	switch {
	case n > 0:
		for {
			n--
			if n < 3 {
				break sw
			}
		}
	}
	fmt.Println(n)
}

func main() { run() }
