// go_closure_args_captured: goroutine literals with arguments, captures and results by channel
// topic: go
package main

import "fmt"

type acc struct{ vals [8]int }

func run() {
	var a acc
	done := make(chan bool)
	base := 1000
	for i := 0; i < 4; i++ {
		go func(k int) {
			a.vals[k] = base + k
			done <- true
		}(i)
	}
	for i := 0; i < 4; i++ {
		<-done
	}
	sum := 0
	for _, v := range a.vals {
		sum += v
	}
	fmt.Println(sum)
	name := "job"
	res := make(chan string)
	go func() {
		inner := func(s string) string { return s + name }
		res <- inner("a ")
		name = "changed"
		res <- inner("b ")
	}()
	fmt.Println(<-res)
	fmt.Println(<-res)
	<-func() chan bool {
		c := make(chan bool)
		go func() { c <- true }()
		return c
	}()
	fmt.Println(name)
}

func main() { run() }
