package main

import "fmt"

func main() {
	var s fmt.Stringer
	f := s.String
	fmt.Println(f())
}
