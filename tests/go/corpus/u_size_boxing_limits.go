// u_size_boxing_limits: values of many sizes boxed, zero values and small values too
// topic: size
package main

import "fmt"

type s1 struct{ a byte }
type s8 struct{ a int }
type s16 struct{ a, b int }
type s24 struct {
	a int
	s string
}
type s1024 struct{ a [128]int }
type s1032 struct{ a [129]int }

var kept [12]interface{}

func keep(i int, v interface{}) { kept[i] = v }
func drop(v interface{}) bool   { return v == nil }

func run() {
	kept = [12]interface{}{}
	n := 255
	keep(0, n)
	n++
	keep(1, n)
	keep(2, s1{7})
	keep(3, s8{300})
	keep(4, s16{1, 2})
	keep(5, s24{3, "x"})
	keep(6, s1024{})
	keep(7, "")
	keep(8, "word")
	keep(9, 0.0)
	keep(10, []int{1})
	keep(11, [0]int{})
	fmt.Println(kept[0] == 255, kept[1] == 256, kept[2] == s1{7}, kept[3] == s8{300}, kept[4] == s16{1, 2}, kept[7] == "", kept[8] == "wo"+"rd")
	var big s1032
	big.a[128] = 1
	fmt.Println(drop(big), drop(s1024{}), drop(s16{}), drop(nil), drop(n))
	b := true
	var c byte = 200
	keep(0, b)
	keep(1, c)
	keep(2, 'x')
	keep(3, 2.5)
	keep(4, &n)
	fmt.Println(kept[0], kept[1], kept[2], kept[3], kept[4] == &n, kept[11] == [0]int{})
}

func main() { run() }
