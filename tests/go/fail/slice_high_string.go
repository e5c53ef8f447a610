package main

func main() {
	s := "hello"
	n := 6
	println(s[2:n])
}
