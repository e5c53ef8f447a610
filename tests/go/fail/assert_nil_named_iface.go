package main

type shape interface{ area() int }
type named interface{ name() string }

func main() {
	var s shape
	n := s.(named)
	println(n.name())
}
