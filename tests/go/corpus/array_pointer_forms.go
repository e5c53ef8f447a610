// array_pointer_forms: pointers to arrays indexed, ranged over, sliced and passed
// topic: array
package main

import "fmt"

type board [4][4]byte

func (b *board) clear() {
	for i := range b {
		for j := range b[i] {
			b[i][j] = '.'
		}
	}
}

func diag(b *board, c byte) {
	for i := range b {
		b[i][i] = c
	}
}

func sum(a *[5]int) (t int) {
	for _, v := range a {
		t += v
	}
	return t + len(a)*1000
}

func part(a *[5]int) []int { return a[1:3] }

func fresh() *[5]int { return &[5]int{9, 8, 7} }

func row(b *board, i int) *[4]byte { return &b[i] }

func run() {
	var b board
	b.clear()
	diag(&b, 'x')
	r := row(&b, 2)
	r[0] = 'o'
	for _, line := range &b {
		fmt.Println(string(line[:]))
	}
	a := fresh()
	s := part(a)
	s[0] += 100
	s = append(s, 77)
	fmt.Println(sum(a), a[3], len(a), cap(a[2:]), *a)
	p := &a[4]
	*p = 5
	c := *a
	c[0] = 1
	fmt.Println(a[0], c[0], a[4], *a == c, a == &c)
	q := a
	for i, v := range *q {
		q[i] = v * 2
	}
	for i := range q {
		fmt.Print(q[i], " ")
	}
	fmt.Println()
	for i, v := range q {
		q[4-i] = v
	}
	fmt.Println(*q)
	var nilp *[3]int
	for i := range nilp {
		fmt.Print(i, len(nilp), " ")
	}
	fmt.Println()
}

func main() { run() }
