package main

import "fmt"

type P struct {
	x, y *int
	n    int
}

var keep []*P

func ptrElem(xs []P) *P {
	for i := range xs {
		if xs[i].n > 0 {
			return &xs[i]
		}
	}
	return nil
}
func addrVar(xs []P) {
	for _, x := range xs {
		keep = append(keep, &x)
	}
}
func addrLocal(xs []P) (n int) {
	for _, x := range xs {
		p := &x
		n += p.n
	}
	return
}
func arr() (s int) {
	a := [3]int{1, 2, 3}
	for i, v := range a {
		s += i * v
	}
	for i := range &a {
		a[i]++
	}
	for _, v := range &a {
		s += v
	}
	return
}
func arrp(a [2]*int) *int {
	for _, p := range a {
		return p
	}
	return nil
}
func pa(a *[2]*int) *int {
	for _, p := range a {
		return p
	}
	return nil
}
func str(s string) (rs []rune) {
	for i, r := range s {
		if i > 0 {
			rs = append(rs, r)
		}
	}
	return
}
func bs(s string) int {
	n := 0
	for _, b := range []byte(s) {
		n += int(b)
	}
	return n
}
func assign(xs []*int) *int {
	var p *int
	var i int
	for i, p = range xs {
	}
	_ = i
	return p
}
func field(xs []*int, p *P) {
	for _, p.x = range xs {
	}
}
func fnr(f func() []*int) *int {
	for _, p := range f() {
		return p
	}
	return nil
}
func lit() *int {
	for _, p := range []*int{new(int), new(int)} {
		return p
	}
	return nil
}
func nokey(xs []int) {
	for range xs {
		fmt.Print("x")
	}
}
func mp(m map[*int]*int) (a, b *int) {
	for k, v := range m {
		a = k
		b = v
	}
	return
}
func ch(c chan *int) *int {
	for p := range c {
		return p
	}
	return nil
}
func keyptr(xs []int) *int {
	var q *int
	for i := range xs {
		q = &i
	}
	return q
}
func stay(xs []int) {
	var q *int
	for i, v := range xs {
		q = &i
		q = &v
	}
	_ = *q
}
func main() {
	ptrElem(nil)
	addrVar(nil)
	addrLocal(nil)
	arr()
	arrp([2]*int{})
	pa(&[2]*int{})
	str("")
	bs("")
	assign(nil)
	field(nil, &P{})
	fnr(func() []*int { return nil })
	lit()
	nokey(nil)
	mp(nil)
	_ = ch
	keyptr(nil)
	_ = stay
}
