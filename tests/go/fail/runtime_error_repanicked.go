package main

import "fmt"

func main() {
	defer func() {
		r := recover()
		err, ok := r.(error)
		fmt.Println(ok, err)
		panic(err)
	}()
	var a []int
	a[3]++
}
