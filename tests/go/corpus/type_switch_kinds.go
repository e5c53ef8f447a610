// type_switch_kinds: a type switch over basic, named, pointer, func and interface types
// topic: switch
package main

import (
	"errors"
	"fmt"
)

type num int
type stringer interface{ String() string }
type point struct{ x, y int }

func (p point) String() string { return fmt.Sprintf("<%d %d>", p.x, p.y) }

func describe(v interface{}) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int:
		return "int " + fmt.Sprint(x+1)
	case num:
		return "num"
	case string:
		return "string of " + fmt.Sprint(len(x))
	case float32, float64:
		return fmt.Sprint("float ", x)
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case []int:
		return fmt.Sprint("slice ", len(x), cap(x))
	case [2]int:
		return fmt.Sprint("array ", x[1])
	case *int:
		*x += 5
		return "pointer"
	case func() int:
		return fmt.Sprint("func ", x())
	case map[string]int:
		return fmt.Sprint("map ", len(x))
	case stringer:
		return "stringer " + x.String()
	case error:
		return "error " + x.Error()
	case chan int:
		return "chan"
	default:
		return fmt.Sprintf("other %T", x)
	}
}

func run() {
	n := 300
	vs := []interface{}{nil, 7, num(7), "seven", 7.5, float32(0.25), true, []int{1}, [2]int{3, 4}, &n,
		func() int { return n }, map[string]int{}, point{1, 2}, &point{3, 4}, errors.New("bad"),
		make(chan int), 'r', byte(1), struct{}{}, []string{}, [3]int{}}
	for i, v := range vs {
		fmt.Println(i, describe(v))
	}
	fmt.Println(n)
	switch interface{}(n).(type) {
	case string:
		fmt.Println("no")
	case int:
		fmt.Println("int again")
	}
}

func main() { run() }
