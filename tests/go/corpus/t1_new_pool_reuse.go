// t1_new_pool_reuse: a free list of nodes made with new and used again
// topic: new
package main

import "fmt"

type buffer struct {
	data [32]byte
	n    int
	next *buffer
}

type pool struct {
	free        *buffer
	made, taken int
}

func (p *pool) get() *buffer {
	p.taken++
	b := p.free
	if b == nil {
		p.made++
		return new(buffer)
	}
	p.free = b.next
	b.next = nil
	b.n = 0
	return b
}

func (p *pool) put(b *buffer) {
	b.next = p.free
	p.free = b
}

func (b *buffer) write(s string) int {
	n := 0
	for n < len(s) && b.n < len(b.data) {
		b.data[b.n] = s[n]
		b.n++
		n++
	}
	return n
}

func run() {
	p := new(pool)
	a, b := p.get(), p.get()
	fmt.Println(a.write("hello"), b.write("a string that is longer than thirty-two"))
	p.put(a)
	p.put(b)
	c := p.get()
	fmt.Println(c == b, c.n, c.data[0], p.free == a)
	d, e := p.get(), p.get()
	fmt.Println(d == a, e.next == nil, p.made, p.taken)
	for i := 0; i < 10; i++ {
		x := p.get()
		x.write("x")
		p.put(x)
	}
	fmt.Println(p.made, p.taken, p.free.n)
	q := new(*pool)
	*q = p
	(**q).made = 0
	fmt.Println(p.made)
}

func main() { run() }
