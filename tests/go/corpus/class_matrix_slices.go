// class_matrix_slices: matrices as slices of slices over one backing array
// topic: classroom
package main

import "fmt"

type matrix struct {
	rows [][]float64
	n, m int
}

func newMatrix(n, m int) *matrix {
	data := make([]float64, n*m)
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = data[i*m : (i+1)*m]
	}
	return &matrix{rows, n, m}
}

func (a *matrix) mul(b *matrix) *matrix {
	c := newMatrix(a.n, b.m)
	for i := 0; i < a.n; i++ {
		for j := 0; j < b.m; j++ {
			for k := 0; k < a.m; k++ {
				c.rows[i][j] += a.rows[i][k] * b.rows[k][j]
			}
		}
	}
	return c
}

func (a *matrix) transpose() *matrix {
	t := newMatrix(a.m, a.n)
	for i, r := range a.rows {
		for j, v := range r {
			t.rows[j][i] = v
		}
	}
	return t
}

func (a *matrix) trace() float64 {
	t := 0.0
	for i := range a.rows {
		t += a.rows[i][i]
	}
	return t
}

func run() {
	a := newMatrix(2, 3)
	for i := 0; i < 6; i++ {
		a.rows[i/3][i%3] = float64(i) + 0.5
	}
	b := a.transpose()
	c := a.mul(b)
	d := b.mul(a)
	fmt.Println(c.trace(), d.trace(), c.rows[0][1], d.rows[2][0])
	fmt.Println(c.n, d.m, len(d.rows[0]), c.mul(c).rows[1][1])
}

func main() { run() }
