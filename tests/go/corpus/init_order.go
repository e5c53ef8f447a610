// init_order: package variables initialised by dependency, several init functions
// topic: global
package main

import "fmt"

var order []string

var a = set("a", b+1)
var b = set("b", c*2)
var c = set("c", 5)
var x, y = pair()
var lookup = map[string]func(int) int{
	"inc": func(n int) int { return n + a },
	"neg": negate,
}
var ptr = &cells[1]
var cells = make([]int, 3)
var total = func() int {
	t := 0
	for i := 1; i <= 4; i++ {
		t += i
	}
	return t
}()
var _ = set("blank", 0)

func set(name string, v int) int {
	order = append(order, name)
	return v
}

func pair() (int, string) { return len(order), "pair" }

func negate(n int) int { return -n }

func init() {
	order = append(order, "init1")
	*ptr = 300
}

func init() {
	order = append(order, "init2")
	cells = append(cells, total)
}

func run() {
	fmt.Println(a, b, c, x, y, total)
	fmt.Println(order)
	fmt.Println(cells, *ptr, lookup["inc"](1), lookup["neg"](4))
	*ptr++
	fmt.Println(cells[1], *ptr > 300)
	*ptr--
}

func main() { run() }
