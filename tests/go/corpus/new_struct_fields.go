// new_struct_fields: new of several types, kept and not kept
// topic: new
package main

import "fmt"

type pair struct{ a, b *int }

func mk(v int) *int {
	p := new(int)
	*p = v
	return p
}

func run() {
	local := new(pair)
	local.a = mk(300)
	local.b = new(int)
	*local.b = *local.a + 1
	s := new([]int)
	*s = append(*s, 5, 6)
	f := new(float64)
	*f += 1.5
	b := new(bool)
	str := new(string)
	*str += "text"
	fmt.Println(*local.a, *local.b, len(*s), *f, *b, *str)
	pp := new(*pair)
	fmt.Println(*pp == nil)
	*pp = local
	(*pp).a = (*pp).b
	fmt.Println(*local.a)
}

func main() { run() }
