package main

import "fmt"

type val struct{ n int }

func (v val) get() int { return v.n }

type getter interface{ get() int }

func main() {
	var p *val
	var g getter = p
	fmt.Println(g != nil)
	fmt.Println(g.get())
}
