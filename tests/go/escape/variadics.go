package main

import "fmt"

var keep [][]int

func sum(xs ...int) (t int) {
	for _, x := range xs {
		t += x
	}
	return
}
func hold(xs ...int)                                 { keep = append(keep, xs) }
func ptrs(ps ...*int) *int                           { return ps[0] }
func ifs(a ...interface{}) int                       { return len(a) }
func mixed(s string, f func(), a ...string) []string { return a }

type T struct{}

func (T) v(xs ...int) []int { return xs }

type V interface{ v(xs ...int) []int }

func f2() (int, int)                  { return 1, 2 }
func f3() (string, int, *int)         { return "", 1, nil }
func take(a string, b ...interface{}) {}
func run(v V, s []int) {
	x, y := 1, 2
	sum()
	sum(x)
	sum(x, y)
	sum(s...)
	sum([]int{1, 2}...)
	hold(x, y)
	hold(s...)
	hold([]int{3}...)
	hold()
	ptrs(&x, &y)
	ifs(x, "s", s, nil, &x)
	ifs()
	ifs([]interface{}{1}...)
	mixed("a", func() { x++ }, "b", "c")
	T{}.v(1, 2)
	v.v(3, y)
	v.v(s...)
	sum(f2())
	hold(f2())
	ifs(f3())
	take(f3())
	fmt.Println(f2())
	fmt.Println(x, y, "lit", s[0], len(s), x+y, T{}, &x, *(&y))
	fmt.Printf("%d %s\n", x, "k")
	_ = fmt.Sprintf("no args")
	_ = fmt.Sprint(x, 1<<3, 'c', 2.5, true, nil)
	g := sum
	g(x, y)
	var h func(...int) int = sum
	h(7)
}
func main() { run(T{}, []int{1}) }
