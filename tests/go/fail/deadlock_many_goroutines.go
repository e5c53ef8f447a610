package main

import "sync"

func main() {
	var wg sync.WaitGroup
	c := make(chan int)
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			c <- n
		}(i)
	}
	wg.Wait()
	for v := range c {
		println(v)
	}
}
