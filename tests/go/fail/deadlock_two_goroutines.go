package main

import "fmt"

func main() {
	a, b := make(chan int), make(chan int)
	go func() {
		v := <-a
		b <- v + 1
		b <- v + 2
	}()
	a <- 10
	fmt.Println(<-b)
	a <- 20
}
