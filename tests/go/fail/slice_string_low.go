package main

func main() {
	s := "text"
	k := 9
	println(s[k:])
}
