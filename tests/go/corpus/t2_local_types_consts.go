// t2_local_types_consts: types, constants and iota inside functions and shadowing of names
// topic: types
package main

import "fmt"

const limit = 10

type item struct{ outer bool }

func f() string {
	type item struct{ inner int }
	const limit = "local"
	x := item{3}
	{
		type item []int
		const (
			limit = iota + 5
			next
		)
		y := item{limit, next}
		return fmt.Sprint(x, y, len(y))
	}
}

func g(n int) (out []string) {
	const (
		a = iota * 10
		b
		c
		_
		e
	)
	type kind uint8
	const (
		lo kind = 1 << iota
		hi
	)
	type tree struct {
		l, r *tree
		k    kind
	}
	var build func(int) *tree
	build = func(d int) *tree {
		if d == 0 {
			return nil
		}
		return &tree{build(d - 1), build(d - 1), lo | hi<<uint(d)}
	}
	t := build(n)
	return []string{fmt.Sprint(a, b, c, e), fmt.Sprint(t.k, t.l.k, t.l.r.k)}
}

func h() interface{} {
	type item struct{ outer bool }
	return item{true}
}

func run() {
	fmt.Println(f(), g(3), limit)
	_, ok := h().(item)
	fmt.Println(ok, h() == h(), h() == interface{}(item{true}))
	fmt.Printf("%T %v\n", h(), h())
	len := func(s string) int { return 42 }
	fmt.Println(len("x"))
	true := false
	fmt.Println(true, !true)
	int := 7
	int++
	fmt.Println(int)
	{
		fmt := struct{ n float64 }{2.5}
		println := func(f float64) float64 { return f * 2 }
		fmt.n = println(fmt.n)
		if fmt.n != 5 {
			return
		}
	}
	const huge = 1 << 70
	const ratio = huge / 3.0
	fmt.Println(huge>>60, ratio > 1e20, 'a'+1, "s"+"t", 7/2, 7/2.0, -7%3, 1e3)
	var r rune = 'a' + limit
	fmt.Println(r, string(r), 5.0 == 5, uint8(limit)<<4)
}

func main() { run() }
