package main

type key struct {
	n int
	v interface{}
}

func main() {
	m := map[key]bool{}
	m[key{1, 2}] = true
	println(len(m))
	println(m[key{1, map[string]int{}}])
}
