package main

import "fmt"

func counter() func() int {
	n := 0
	return func() int {
		n++
		return n
	}
}

func sum(numbers []int) int {
	total := 0
	each(numbers, func(n int) {
		total += n
	})
	return total
}

func each(numbers []int, visit func(int)) {
	for _, n := range numbers {
		visit(n)
	}
}

func main() {
	next := counter()
	next()
	fmt.Println(next())
	fmt.Println(sum([]int{1, 2, 3}))
}
