package main

func main() {
	x := int64(100)
	for d := int64(2); ; d-- {
		x /= d
	}
}
