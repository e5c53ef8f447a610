// t3_array_ptr_matrix: fixed matrices handled through array pointers
// topic: array
package main

import "fmt"

type row [3]float64
type mat [3]row

func (m *mat) at(i, j int) *float64 { return &m[i][j] }
func (m *mat) row(i int) *row       { return &m[i] }
func (m *mat) col(i int) (c row) {
	for k := range m {
		c[k] = m[k][i]
	}
	return
}

func (r *row) scale(f float64) *row {
	for i, v := range r {
		r[i] = v * f
	}
	return r
}

func dot(a, b *row) (t float64) {
	for i := range a {
		t += a[i] * b[i]
	}
	return
}

func mul(a, b *mat, out *mat) *mat {
	for i := range out {
		for j := range out[i] {
			c := b.col(j)
			out[i][j] = dot(a.row(i), &c)
		}
	}
	return out
}

func identity() *mat {
	m := new(mat)
	for i := range m {
		*m.at(i, i) = 1
	}
	return m
}

var kept *row

func keep(m *mat, i int) { kept = &m[i] }

func run() {
	a, id := mat{{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}, identity()
	var out mat
	fmt.Println(*mul(&a, id, &out) == a, out == *id)
	mul(&a, &a, &out)
	fmt.Println(out, *out.at(2, 2))
	out.row(0).scale(2).scale(0.5)
	b := *out.row(1)
	b.scale(100)
	fmt.Println(out[1][0], b[0], len(out), len(b))
	keep(id, 2)
	kept[0] = 7
	fmt.Println(id[2], *kept == row{7, 0, 1}, kept == &id[2])
	s := id[1:]
	s[0][0] = 5
	p := &s[1]
	p[1] = 6
	fmt.Println(*id, len(s), cap(s), cap(kept[1:2]))
	t := kept[:2:2]
	t = append(t, -1)
	fmt.Println(kept[2], t)
	pp := &p
	(*pp)[0]++
	(**pp)[0]++
	fmt.Println(id[2][0])
}

func main() { run() }
