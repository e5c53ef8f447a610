package main

import (
	"errors"
	"fmt"
)

var errEmpty = errors.New("nothing left")

type stack struct {
	items []int
}

func (s *stack) pop() int {
	last := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return last
}

func safely(s *stack) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("recovered:", r)
			err = errEmpty
		}
	}()
	return s.pop(), nil
}

func main() {
	s := &stack{items: []int{7}}
	fmt.Println(safely(s))
	fmt.Println(safely(s))
}
