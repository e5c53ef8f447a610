// list_reverse_insert: nodes made on the heap because a head pointer keeps them
// topic: classroom
package main

import "fmt"

type node struct {
	val  int
	next *node
}

type list struct {
	head *node
	size int
}

func (l *list) push(v int) {
	l.head = &node{v, l.head}
	l.size++
}

func (l *list) insertSorted(v int) {
	n := &node{val: v}
	if l.head == nil || l.head.val >= v {
		n.next = l.head
		l.head = n
		l.size++
		return
	}
	p := l.head
	for p.next != nil && p.next.val < v {
		p = p.next
	}
	n.next = p.next
	p.next = n
	l.size++
}

func (l *list) reverse() {
	var prev *node
	for p := l.head; p != nil; {
		next := p.next
		p.next = prev
		prev, p = p, next
	}
	l.head = prev
}

func (l *list) show() {
	for p := l.head; p != nil; p = p.next {
		fmt.Println("node", p.val)
	}
}

func run() {
	var l list
	for _, v := range []int{500, 300, 900, 100, 700} {
		l.insertSorted(v)
	}
	l.show()
	l.reverse()
	l.push(1000)
	l.show()
	fmt.Println(l.size, l.head.next.next.val)
}

func main() { run() }
