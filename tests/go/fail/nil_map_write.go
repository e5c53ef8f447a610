package main

import "fmt"

type reg struct{ m map[string]int }

func (r *reg) add(k string) { r.m[k]++ }

func main() {
	r := &reg{}
	fmt.Println(r.m["x"], len(r.m))
	delete(r.m, "x")
	r.add("x")
}
