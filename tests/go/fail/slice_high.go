package main

func main() {
	s := make([]int, 3, 10)
	n := 11
	s = s[:n]
}
