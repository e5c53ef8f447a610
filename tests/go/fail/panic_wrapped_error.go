package main

import (
	"errors"
	"fmt"
)

func main() {
	err := fmt.Errorf("outer %d: %w", 7, errors.New("inner"))
	fmt.Print("no newline")
	panic(err)
}
