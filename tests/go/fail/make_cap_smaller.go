package main

func main() {
	n, c := 5, 4
	s := make([]string, n, c)
	println(len(s))
}
