package main

func main() {
	s := make([]int, 2, 4)
	l, h := 2, 1
	println(len(s[l:h:3]))
}
