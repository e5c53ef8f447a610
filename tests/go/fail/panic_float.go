package main

func main() {
	x := 2.5
	panic(x * 2)
}
