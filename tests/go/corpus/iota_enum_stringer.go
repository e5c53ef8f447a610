// iota_enum_stringer: enumerations with iota and String methods used by Println and Printf
// topic: types
package main

import "fmt"

type color int

const (
	red color = iota
	green
	blue
	numColors = iota
)

var names = [numColors]string{"red", "green", "blue"}

func (c color) String() string {
	if c < 0 || int(c) >= len(names) {
		return fmt.Sprintf("color(%d)", int(c))
	}
	return names[c]
}

func (c color) next() color { return (c + 1) % numColors }

type level uint8

const (
	low level = iota*10 + 1
	mid
	_
	high
)

type day struct {
	c color
	l level
	p *color
}

func run() {
	c := red
	for i := 0; i < 4; i++ {
		fmt.Print(c, " ")
		c = c.next()
	}
	fmt.Println(color(7), color(-1))
	fmt.Printf("%v %d %s %q %x %5d|%-8v|%8s|\n", blue, blue, blue, green, red, green, red, green)
	fmt.Println(low, mid, high, []color{red, blue}, map[color]level{green: 2, red: 1})
	d := day{c: blue, l: high}
	fmt.Printf("%v %+v\n", d, d)
	fmt.Println(d, &d, [2]color{1, 2}, struct{ color }{green})
	fmt.Printf("%T %T %#v %#v\n", c, d.l, c, d.l)
}

func main() { run() }
