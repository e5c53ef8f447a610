package main

func cut(s []int, a, b int) []int { return s[a:b] }

func main() {
	s := []int{1, 2, 3, 4}
	println(len(cut(s, 1, 3)))
	println(len(cut(s, 3, 1)))
}
