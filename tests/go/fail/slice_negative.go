package main

func main() {
	s := "text"
	k := -2
	println(s[k:])
}
