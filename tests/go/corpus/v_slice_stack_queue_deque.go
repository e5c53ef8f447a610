// v_slice_stack_queue_deque: a deque on one slice, with methods on a pointer to the slice type
// topic: slice
package main

import "fmt"

type deque []string

func (d *deque) pushBack(s string)  { *d = append(*d, s) }
func (d *deque) pushFront(s string) { *d = append(deque{s}, (*d)[0:len(*d)][0:]...) }
func (d *deque) popFront() (string, bool) {
	if len(*d) == 0 {
		return "", false
	}
	s := (*d)[0]
	*d = (*d)[1:]
	return s, true
}
func (d *deque) popBack() string {
	n := len(*d) - 1
	s := (*d)[n]
	(*d)[n] = ""
	*d = (*d)[:n]
	return s
}
func (d deque) at(i int) *string { return &d[i] }

func run() {
	var d deque
	for _, s := range []string{"b", "c", "d"} {
		d.pushBack(s)
	}
	d.pushFront("a")
	*d.at(2) += "!"
	f, ok := d.popFront()
	fmt.Println(f, ok, d.popBack(), len(d), *d.at(1))
	e := d
	e.pushBack("e")
	d.pushBack("f")
	fmt.Println(len(e), len(d), e[2] == d[2])
	for {
		s, ok := d.popFront()
		if !ok {
			break
		}
		fmt.Println(s)
	}
	_, ok = d.popFront()
	fmt.Println(ok, len(e))
}

func main() { run() }
