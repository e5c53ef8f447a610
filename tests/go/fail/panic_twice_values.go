package main

import "fmt"

type e1 int

func (e e1) Error() string { return fmt.Sprint("e", int(e)) }

func main() {
	defer func() { panic(e1(2)) }()
	defer func() { panic(1.5) }()
	var p *e1
	_ = *p
}
