package main

import "runtime"

// A thousand lists of a thousand nodes: sixteen bytes each.
type Node struct {
	next  *Node
	value int
}

var lists [1000]*Node

func main() {
	for value := 0; value < 1000; value++ {
		for i := range lists {
			lists[i] = &Node{lists[i], value}
		}
	}
	runtime.GC()
	println(lists[0].value)
}
