package main

import "fmt"

type shape interface{ area() float64 }

func main() {
	shapes := make([]shape, 2)
	fmt.Println(len(shapes))
	fmt.Println(shapes[1].area())
}
