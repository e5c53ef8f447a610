package main

func main() {
	var a, b uint8 = 7, 255
	b++
	println(a % b)
}
