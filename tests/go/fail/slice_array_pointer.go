package main

func main() {
	p := new([4]int)
	k := 5
	s := p[:k]
	println(len(s))
}
