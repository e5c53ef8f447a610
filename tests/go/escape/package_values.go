package main

import (
	"errors"
	"fmt"
	"strings"
)

type cfg struct {
	name string
	opts map[string]int
	next *cfg
	f    func() int
}

var one = &cfg{name: "x"}
var two = cfg{name: "y", next: &cfg{}}
var three = &cfg{opts: map[string]int{"a": 1}}
var four = []*cfg{{name: "p"}, {name: "q"}, one}
var five = [...]string{"a", "b"}
var errX = errors.New("x")
var fn = func() int { return 1 }
var fn2 = func() *int { x := 1; return &x }
var fn3 = mk(func(i int) int { return i })
var iface interface{} = 5
var iface2 interface{} = cfg{}
var iface3 fmt.Stringer
var size = 10
var sl = make([]int, size)
var sl2 = make([]int, 10)
var np = new(int)
var np2 = new(cfg)
var str = strings.Repeat("ab", 3)
var cat = "a" + str
var x1, x2 = pair()
var bs = []byte("hello")
var rs = []rune("hello")
var ptrToArr = &[3]int{1, 2, 3}
var matrix = [][]int{{1, 2}, {3, 4}}
var mm = map[string][]int{"a": {1}, "b": {2, 3}}
var ch = make(chan int, 3)
var fnm = map[string]func(int) int{"inc": func(i int) int { return i + 1 }, "dbl": dbl}
var ps = []interface{}{1, "a", &size, nil}
var st = struct{ a, b *int }{&size, new(int)}
var cl = two.method
var addr = &two.name
var deep = &four[0].name

func (c cfg) method() string           { return c.name }
func dbl(i int) int                    { return 2 * i }
func pair() (*int, error)              { return new(int), nil }
func mk(f func(int) int) func(int) int { return func(i int) int { return f(i) + 1 } }
func init()                            { fmt.Println(len(four), size); local := 3; np = &local }
func init()                            { three.next = &cfg{name: "late"} }

const debug = false

func dead() *int {
	if debug {
		x := 1
		return &x
	}
	if !debug && true {
		y := 2
		_ = &y
	} else {
		z := new(int)
		return z
	}
	for debug {
		w := 1
		return &w
	}
	return nil
}
func main() { fmt.Println(one, five, errX, fn, iface, x1, x2); dead() }
