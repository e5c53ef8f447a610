package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	c := make(chan int, 1)
	var nilc chan bool
	go func() { mu.Lock(); mu.Lock() }()
	go func() { <-nilc }()
	go func() { select {} }()
	go func() { c <- 1; c <- 2; c <- 3 }()
	fmt.Println(<-c, <-c, <-c)
	<-c
}
