package main

import "fmt"

func top(s []int) int { return s[len(s)-1] }

func main() {
	fmt.Println(top([]int{4}))
	fmt.Println(top(nil))
}
