// t2_multi_value_calls: results spread into parameters, variadics and returns
// topic: call
package main

import (
	"errors"
	"fmt"
)

func three(n int) (int, string, error) {
	if n < 0 {
		return 0, "", errors.New("negative")
	}
	return n * 2, fmt.Sprint("n", n), nil
}

func show(n int, s string, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	return fmt.Sprintf("%d/%s", n, s)
}

func again(n int) (int, string, error) { return three(n + 1) }

func must(n int, _ string, err error) int {
	if err != nil {
		panic(err)
	}
	return n
}

func ptrs(a, b *int) (*int, *int)    { return b, a }
func use(a *int, more ...*int) *int  { *a += len(more); return a }
func list() (a, b, c int)            { return 1, 20, 300 }
func sum(xs ...int) int {
	t := 0
	for _, x := range xs {
		t += x
	}
	return t
}

type acc struct{ n int }

func (a *acc) add(x, y int) *acc { a.n += x * y; return a }
func pair() (int, int)           { return 6, 7 }

func run() {
	fmt.Println(show(three(4)), show(three(-4)), show(again(9)))
	fmt.Println(must(again(1)), sum(list()))
	fmt.Println(three(8))
	fmt.Println(list())
	x, y := 100, 200
	p := use(ptrs(&x, &y))
	*p += 5
	fmt.Println(x, y)
	a := &acc{}
	a.add(pair()).add(pair())
	f := a.add
	f(pair())
	fmt.Println(a.n, func(a, b int) int { return a - b }(pair()))
	defer fmt.Println(list())
	defer func() { fmt.Println("recovered", recover()) }()
	must(three(-1))
}

func main() { run() }
