package main

import "fmt"

func main() {
	defer func() {
		fmt.Println("deferred, no recover")
		panic(byte(7))
	}()
	panic('x')
}
