package main

import "fmt"

func deep(n int) {
	if n == 0 {
		panic("bottom reached")
	}
	fmt.Println("at", n)
	deep(n - 1)
}

func main() { deep(3) }
