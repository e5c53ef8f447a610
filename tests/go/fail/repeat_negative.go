package main

import "strings"

func main() {
	n := 2
	for {
		println(strings.Repeat("ab", n))
		n--
	}
}
