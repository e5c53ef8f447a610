package main

import "fmt"

func main() {
	defer fmt.Println("never printed")
	c := make(chan int)
	go func() {
		defer fmt.Println("goroutine deferred")
		panic("in goroutine")
	}()
	<-c
}
