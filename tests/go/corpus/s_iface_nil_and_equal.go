// s_iface_nil_and_equal: nil interfaces, typed nils and equality of dynamic values
// topic: iface
package main

import "fmt"

type node interface{ value() int }
type leaf int
type pair struct{ a, b node }
type link struct{ next *link }

func (l leaf) value() int { return int(l) }
func (p pair) value() int {
	t := 0
	if p.a != nil {
		t += p.a.value()
	}
	if p.b != nil {
		t += p.b.value()
	}
	return t
}
func (l *link) value() int {
	n := 0
	for ; l != nil; l = l.next {
		n++
	}
	return n
}

func maybe(ok bool) node {
	if ok {
		return leaf(300)
	}
	return nil
}

func typed() node {
	var l *link
	return l
}

func run() {
	fmt.Println(maybe(true) == leaf(300), maybe(false) == nil, typed() == nil, typed().value())
	p := pair{leaf(1), pair{nil, leaf(200)}}
	fmt.Println(p.value(), p == pair{leaf(1), pair{b: leaf(200)}}, p.b == node(pair{}), pair{} == pair{})
	l := &link{&link{}}
	q := pair{l, typed()}
	fmt.Println(q.value(), q.a == node(l), q.b == typed(), q.a == node(&link{}))
	var e error
	var x interface{} = e
	var y interface{}
	fmt.Println(x == nil, x == y, e == nil)
	arr := [2]node{leaf(1)}
	fmt.Println(arr[1] == nil, arr == [2]node{leaf(1), nil})
}

func main() { run() }
