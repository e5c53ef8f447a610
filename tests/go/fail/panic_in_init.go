package main

import "fmt"

var x = compute(3)

func compute(n int) int {
	fmt.Println("computing", n)
	return n
}

func init() {
	fmt.Println("init")
	panic("init failed")
}

func main() { fmt.Println("main", x) }
