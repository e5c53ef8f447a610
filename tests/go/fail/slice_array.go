package main

func main() {
	var a [4]int
	k := 5
	s := a[k:]
	println(len(s))
}
