package main

func main() {
	x := 1
	var s string = 2
	return 3
}
