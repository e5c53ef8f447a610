// variadic_forms: variadic calls with nothing, values, a spread slice and interfaces
// topic: variadic
package main

import "fmt"

var kept []int

func sum(xs ...int) (t int) {
	for _, x := range xs {
		t += x
	}
	return
}

func keep(xs ...int) int { kept = xs; return len(xs) }

func first(def *int, ps ...*int) *int {
	for _, p := range ps {
		if p != nil {
			return p
		}
	}
	return def
}

func change(xs ...string) { xs[0] = "changed" }

func count(vs ...interface{}) (n, nils int) {
	for _, v := range vs {
		n++
		if v == nil {
			nils++
		}
	}
	return
}

func two() (int, int) { return 30, 12 }

type vec []int

func (v vec) plus(more ...int) vec { return append(v, more...) }

func run() {
	s := []int{100, 200}
	fmt.Println(sum(), sum(5), sum(1, 2, 3), sum(s...), sum(s[1:]...), sum(two()))
	fmt.Println(keep(s...), keep(1, 2, 3), keep(), kept == nil)
	a, b := 1, 2
	*first(&a)++
	*first(&a, nil, &b) += 40
	fmt.Println(a, b)
	ws := []string{"w", "x"}
	change(ws...)
	change("temp")
	fmt.Println(ws[0])
	fmt.Println(count())
	fmt.Println(count(1, nil, "x", nil))
	fmt.Println(count(nil...))
	fmt.Println(count(two()))
	args := []interface{}{7, "seven"}
	fmt.Println(count(args...))
	fmt.Println(count(args))
	v := vec{1}.plus(2, 3).plus().plus(s...)
	fmt.Println(len(v), v[4])
	f := sum
	fmt.Println(f(v...), func(xs ...byte) int { return len(xs) }('a', 'b'))
}

func main() { run() }
