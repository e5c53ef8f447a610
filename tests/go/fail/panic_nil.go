package main

import "fmt"

func main() {
	defer fmt.Println("before the end")
	panic(nil)
}
