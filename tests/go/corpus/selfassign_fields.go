// selfassign_fields: assignments of a part to itself are ignored by the analysis
// topic: selfassign
package main

import "fmt"

type buf struct {
	data []byte
	str  string
	ptr  *buf
	arr  [4]int
	list []*buf
}

func (b *buf) shrink() {
	b.data = b.data[1:3]
	b.str = b.str[1:]
	b.list = b.list[:1]
}

func (b *buf) other() {
	b.ptr = b.ptr.ptr
	b.arr[0] = b.arr[1]
	b.list[0] = b.list[1]
}

func cut(b *buf, c *buf) {
	b.data = c.data[:2]
	b.data, c.data = c.data, b.data
}

func run() {
	b := &buf{data: []byte("hello"), str: "world", arr: [4]int{1, 200}}
	b.ptr = &buf{ptr: &buf{str: "deep"}}
	b.list = []*buf{{str: "l0"}, {str: "l1"}}
	b.other()
	b.shrink()
	fmt.Println(len(b.data), b.data[0], b.str, b.ptr.str, b.arr[0], b.list[0].str)
	c := &buf{data: []byte("xyz")}
	cut(b, c)
	fmt.Println(b.data[0], c.data[0], len(b.data), len(c.data))
}

func main() { run() }
