package main

import "fmt"

func main() {
	defer func() { panic("third") }()
	defer func() {
		fmt.Println("in second")
		panic(fmt.Sprint("second ", 2))
	}()
	panic("first")
}
