package main

func main() {
	n := 3
	for {
		s := make([]int, n)
		n--
		_ = s
	}
}
