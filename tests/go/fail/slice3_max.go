package main

func main() {
	s := make([]int, 2, 4)
	k := 5
	println(len(s[0:1:k]))
}
