// t1_big_struct_by_value: big structs and arrays passed, returned, boxed and compared
// topic: size
package main

import "fmt"

type big struct {
	a [64]int
	s string
	n int
}

type shape interface{ weight() int }

func (b big) weight() int { return b.a[63] + b.n }

func touch(b big) big {
	b.a[63] = 1000
	b.n++
	return b
}

func pick(bs []big, i int) big { return bs[i] }

func box(v interface{}) interface{} { return v }

func arr(a [100]int, k int) [100]int {
	a[k] = k
	return a
}

func run() {
	var b big
	c := touch(touch(b))
	fmt.Println(b.n, c.n, b.a[63], c.a[63], b.a == c.a)
	bs := []big{b, c}
	d := pick(bs, 1)
	d.n = 77
	fmt.Println(bs[1].n, d.n)
	var s shape = d
	d.n = 0
	fmt.Println(s.weight(), d.weight(), s == shape(d))
	x := box(c)
	fmt.Println(x == box(c), x == box(d))
	a := arr(arr([100]int{}, 50), 99)
	e := a
	e[0] = 5
	fmt.Println(a[50]+a[99], a == e, len(e))
	f := func(v big) int { return v.a[0] + v.n }
	fmt.Println(f(c), f(big{n: 3}))
	m := map[int]big{1: c}
	fmt.Println(m[1].n, m[2].n, m[1].a[63])
}

func main() { run() }
