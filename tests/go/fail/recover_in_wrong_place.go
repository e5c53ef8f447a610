package main

import "fmt"

func helper() { fmt.Println("helper", recover()) }

func main() {
	fmt.Println("direct", recover())
	defer func() { helper() }()
	panic("not recovered")
}
