// recover_runtime_errors: the texts of runtime errors, recovered
// topic: panic
package main

import "fmt"

type pair struct{ a, b *int }
type ifc interface{ m() }
type impl struct{}

func (impl) m() {}

func try(name string, f func()) {
	defer func() {
		r := recover()
		if err, ok := r.(error); ok {
			fmt.Println(name+":", err.Error())
		} else {
			fmt.Println(name+": value", r)
		}
	}()
	f()
}

func run() {
	s := []int{1, 2, 3}
	i, j := 5, 2
	var m map[string]int
	var p *pair
	var e interface{}
	var n ifc
	var arr [4]int
	str := "abc"
	zero := 0
	try("index", func() { s[i]++ })
	try("negative", func() { s[j-4]++ })
	try("array", func() { arr[i] = 1 })
	try("string", func() { _ = str[i] })
	try("slice hi", func() { _ = s[:i] })
	try("slice order", func() { _ = s[j+1 : j] })
	try("slice lo", func() { _ = s[i:] })
	try("slice string", func() { _ = str[j:i] })
	try("slice3 max", func() { _ = s[0:1:i] })
	try("slice3 hi", func() { _ = s[0:3:j] })
	try("nil map", func() { m["x"] = 1 })
	try("nil pointer", func() { *p.a = 1 })
	try("divide", func() { s[0] = 1 / zero })
	try("modulo", func() { s[0] %= zero })
	try("assert int", func() { _ = e.(int) })
	e = "text"
	try("assert wrong", func() { _ = e.(int) })
	try("assert iface", func() { _ = e.(ifc) })
	e = impl{}
	try("assert ptr", func() { _ = e.(*impl) })
	try("nil iface", func() { n.m() })
	try("make", func() { _ = make([]int, zero-1) })
	try("own", func() { panic("my panic") })
	try("int", func() { panic(42) })
	try("none", func() {})
	try("hash", func() { e = map[any]int{[]int{1}: 2} })
	try("compare", func() { e = s; fmt.Println(e == e) })
	try("nil func", func() { var f func(); f() })
	try("close nil", func() { var c chan int; close(c) })
	try("close twice", func() { c := make(chan int); close(c); close(c) })
	try("send closed", func() { c := make(chan int, 1); close(c); c <- 1 })
	fmt.Println(s[0], arr[0], len(m))
}

func main() { run() }
