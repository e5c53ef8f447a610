// u_ptr_linked_removal: removing from lists through a pointer to the link
// topic: ptr
package main

import "fmt"

type node struct {
	v    int
	next *node
}

func fromSlice(xs []int) *node {
	var head *node
	tail := &head
	for _, x := range xs {
		*tail = &node{v: x}
		tail = &(*tail).next
	}
	return head
}

func removeIf(head **node, bad func(int) bool) int {
	n := 0
	for p := head; *p != nil; {
		if bad((*p).v) {
			*p = (*p).next
			n++
		} else {
			p = &(*p).next
		}
	}
	return n
}

func merge(a, b *node) *node {
	var dummy node
	tail := &dummy
	for a != nil && b != nil {
		if a.v <= b.v {
			tail.next, a = a, a.next
		} else {
			tail.next, b = b, b.next
		}
		tail = tail.next
	}
	if a != nil {
		tail.next = a
	} else {
		tail.next = b
	}
	return dummy.next
}

func middle(n *node) *node {
	slow, fast := n, n
	for fast != nil && fast.next != nil {
		slow, fast = slow.next, fast.next.next
	}
	return slow
}

func sum(n *node) (total, count int) {
	for ; n != nil; n = n.next {
		total += n.v
		count++
	}
	return
}

func run() {
	a := fromSlice([]int{1, 400, 5, 600, 7})
	fmt.Println(removeIf(&a, func(v int) bool { return v > 100 }))
	b := fromSlice([]int{2, 3, 6, 8})
	m := merge(a, b)
	fmt.Println(sum(m))
	fmt.Println(middle(m).v, m.next.v, fromSlice(nil) == nil)
	fmt.Println(removeIf(&m, func(v int) bool { return v%2 == 1 }), m.v)
	fmt.Println(sum(m))
	fmt.Println(removeIf(&m, func(int) bool { return true }), m == nil)
}

func main() { run() }
