package main

import "fmt"

type t struct{ f func() }

func main() {
	var a, b interface{} = 1, "x"
	fmt.Println(a == b)
	a, b = t{}, t{}
	fmt.Println(a == b)
}
