package main

import (
	"errors"
	"fmt"
)

func work() {
	defer func() {
		if r := recover(); r != nil {
			panic(fmt.Errorf("wrapped: %v", r))
		}
	}()
	panic(errors.New("cause"))
}

func main() {
	defer fmt.Println("main deferred")
	work()
}
