package main

import "fmt"

type a struct{ n int }
type b struct{ n int }

func main() {
	vs := []interface{}{a{1}, a{2}, b{3}}
	for _, v := range vs {
		fmt.Println(v.(a).n)
	}
}
