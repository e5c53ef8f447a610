package main

import "fmt"

type hooks struct{ before, after func(int) int }

func main() {
	h := hooks{before: func(n int) int { return n + 1 }}
	fmt.Println(h.before(1))
	fmt.Println(h.after(1))
}
