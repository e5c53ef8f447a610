package main

import "fmt"

type buf struct {
	a, b []int
	s    string
	n, m int
	arr  [4]int
	p    *int
	q    *int
	in   struct{ u, v []int }
	nx   *buf
}

func (b *buf) pop() int { x := b.a[len(b.a)-1]; b.a = b.a[:len(b.a)-1]; return x }
func (b *buf) shift()   { b.a = b.a[1:]; b.s = b.s[1:]; b.b = b.a[0:2:3] }
func (b *buf) arrs()    { b.a = b.arr[:]; b.b = b.arr[1:2] }
func (b *buf) swap(i, j int) {
	b.a[i], b.a[j] = b.a[j], b.a[i]
	b.n, b.m = b.m, b.n
	b.p = b.q
	b.p, b.q = b.q, b.p
}
func (b *buf) nest() {
	b.in.u = b.in.v
	b.nx.p = b.nx.q
	b.nx.p = b.p
	b.nx.nx.n = b.nx.nx.m
	b.n += b.m
	b.n = b.n
	b.m++
	b.s += b.s
}
func (b buf) val() { b.a = b.b; b.a = b.a[1:]; b.p = b.q }
func plain(a []int, i, j int, m map[int]int, aa [3]*int, pp []*int, mat [][]int) {
	a[i], a[j] = a[j], a[i]
	a[i+1] = a[j*2-1]
	a[f(i)] = a[j]
	a[len(a)-1] = a[0]
	m[i] = m[j]
	aa[0] = aa[1]
	pp[i] = pp[j]
	mat[i][j] = mat[i][0]
	mat[i][j] = mat[j][i]
	mat[i] = mat[j]
	a[i&1] += a[j]
	a[int(uint8(i))] = a[int(int64(j))]
	a[a[i]] = a[a[j]]
}
func f(i int) int { return i }
func star(p *[]int, q *[]int, r **buf) {
	*p = (*p)[1:]
	*p = (*q)[1:]
	*p = (*p)[:0:1]
	(*r).n = (*r).m
	(**r).p = (**r).q
	*p = *q
}

var g buf

func glob()                   { g.a = g.a[1:]; g.p = g.q; pg := &g; pg.a = pg.b[1:]; pg.a = pg.b }
func str(s *string, t string) { *s = (*s)[1:]; *s = t[1:] }
func clos()                   { b := &buf{}; func() { b.a = b.a[1:]; b.p = b.q }(); fmt.Println(b.n) }
func main() {
	b := &buf{}
	b.pop()
	b.shift()
	b.arrs()
	b.swap(1, 2)
	b.nest()
	b.val()
	plain(nil, 1, 2, nil, [3]*int{}, nil, nil)
	star(nil, nil, nil)
	glob()
	str(nil, "")
	clos()
}
