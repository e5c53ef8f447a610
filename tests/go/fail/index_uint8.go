package main

func main() {
	a := make([]byte, 100)
	var i uint8 = 250
	a[i]++
}
