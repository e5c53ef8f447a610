package main

func main() {
	n := 1 << 60
	s := make([]int, n)
	println(len(s))
}
