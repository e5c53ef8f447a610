// ptr_pointer_chain_out: pointers stored through pointers to pointers
// topic: ptr
package main

import "fmt"

type box struct{ v int }

func redirect(pp **box, to *box) { *pp = to }

func deeper(ppp ***box) *box { return **ppp }

func run() {
	a := box{100}
	b := &box{200}
	p := &a
	pp := &p
	fmt.Println((*pp).v, (**pp).v)
	redirect(pp, b)
	p.v += 5
	fmt.Println(a.v, b.v, deeper(&pp).v)
	q := *pp
	redirect(&q, &a)
	q.v = -1
	fmt.Println(a.v, p.v, p == q, *pp == b)
}

func main() { run() }
