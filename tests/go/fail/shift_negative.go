package main

import "fmt"

func main() {
	for k := 2; ; k-- {
		fmt.Println(1 << k)
	}
}
