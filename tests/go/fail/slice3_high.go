package main

func main() {
	s := make([]int, 2, 4)
	h, m := 3, 2
	println(len(s[0:h:m]))
}
