package main

import "fmt"

func main() {
	s := make([]int, 0, 4)
	for i := 0; i < 10; i++ {
		s = s[:len(s)+1]
		s[i] = i * i
		fmt.Println(len(s), cap(s), s)
	}
}
