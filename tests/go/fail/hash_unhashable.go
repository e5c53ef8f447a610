package main

func main() {
	m := map[interface{}]int{1: 2}
	m["a"] = 3
	m[[]int{1}] = 4
}
