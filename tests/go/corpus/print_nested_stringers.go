// print_nested_stringers: String and Error methods inside slices, maps, structs and pointers
// topic: iface
package main

import (
	"errors"
	"fmt"
)

type temp float64

func (t temp) String() string { return fmt.Sprintf("%.1f°", float64(t)) }

type who struct{ first, last string }

func (w *who) String() string { return w.first + " " + w.last }

type bad struct{ code int }

func (b bad) Error() string  { return fmt.Sprint("bad ", b.code) }
func (b bad) String() string { return "never shown" }

type wrap struct {
	T  temp
	W  *who
	E  error
	in temp
}

type boom struct{}

func (boom) String() string { panic("in String") }

type nilly struct{ n int }

func (n *nilly) String() string { return fmt.Sprint(n.n) }

func run() {
	w := who{"Ada", "L"}
	fmt.Println(temp(21.55), w, &w, bad{3}, &bad{4})
	fmt.Println([]temp{1, 2.25}, map[string]temp{"x": 3}, [1]bad{{9}}, map[temp]bool{4: true})
	x := wrap{T: 5, E: errors.New("inner"), in: 6}
	fmt.Println(x)
	fmt.Printf("%+v|%v|%s|%d\n", x, x.T, x.T, 5)
	fmt.Printf("%v|%s|%q|%x|%10v|%-10v|\n", &w, &w, &w, &w, &w, temp(1))
	fmt.Printf("%f|%d|%T|%6.3f\n", temp(1.5), bad{7}, temp(0), temp(2))
	fmt.Println(boom{})
	fmt.Printf("%v|%d\n", boom{}, boom{})
	var n *nilly
	fmt.Println(n, []error{nil, bad{1}}, []interface{}{temp(1), nil, &w})
	fmt.Println(fmt.Sprint(temp(3), temp(4)), fmt.Sprintln(bad{5}) == "bad 5\n")
}

func main() { run() }
