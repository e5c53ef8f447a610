// slice_returned_from_array: a slice of a local array moves the array to the heap
// topic: slice
package main

import "fmt"

func tail(n int) []int {
	a := [6]int{1, 2, 3, 4, 5, 6}
	a[n] = 1000
	return a[n:]
}

func localOnly() int {
	var a [8]int
	s := a[2:5]
	for i := range s {
		s[i] = i + 10
	}
	s = append(s, 99)
	return a[5] + a[2] + len(s) + cap(s)
}

type holder struct{ s []byte }

func (h *holder) fill() {
	var buf [16]byte
	for i := range buf {
		buf[i] = byte(i + 'a')
	}
	h.s = buf[4:8]
}

func run() {
	t := tail(2)
	fmt.Println(len(t), cap(t), t[0], t[3], localOnly())
	var h holder
	h.fill()
	fmt.Println(h.s[0], h.s[3], len(h.s), cap(h.s))
	h.s = append(h.s, 'z')
	fmt.Println(h.s[:6][5], h.s[4])
}

func main() { run() }
