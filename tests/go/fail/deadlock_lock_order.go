package main

import "sync"

func main() {
	var a, b sync.Mutex
	ready, done := make(chan bool), make(chan bool)
	go func() {
		b.Lock()
		ready <- true
		a.Lock()
		done <- true
	}()
	a.Lock()
	<-ready
	b.Lock()
	<-done
}
