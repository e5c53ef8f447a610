package main

import "errors"

type myErr struct{}

func (*myErr) Error() string { return "my" }

func main() {
	var err error = errors.New("other")
	println(err.(*myErr) == nil)
}
