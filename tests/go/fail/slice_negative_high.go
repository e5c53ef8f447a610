package main

func main() {
	s := []byte("abc")
	h := len(s) - 4
	println(string(s[:h]))
}
