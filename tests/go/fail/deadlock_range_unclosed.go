package main

import "fmt"

func main() {
	c := make(chan int, 3)
	go func() {
		for i := 0; i < 3; i++ {
			c <- i
		}
	}()
	for v := range c {
		fmt.Println(v)
	}
}
