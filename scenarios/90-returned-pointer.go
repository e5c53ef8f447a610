package main

import "fmt"

type point struct {
	x, y int
}

func byValue() point {
	p := point{1, 2}
	return p
}

func byPointer() *point {
	p := point{3, 4}
	return &p
}

func length(p *point) int {
	return p.x*p.x + p.y*p.y
}

func main() {
	a := byValue()
	b := byPointer()
	c := &point{5, 6}
	fmt.Println(length(&a), length(b), length(c))
}
