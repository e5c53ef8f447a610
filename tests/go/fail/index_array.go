package main

func main() {
	var a [5]int
	n := 5
	a[n] = 1
}
