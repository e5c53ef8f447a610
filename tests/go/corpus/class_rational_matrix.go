// class_rational_matrix: exact fractions, Gaussian elimination and determinants
// topic: classroom
package main

import "fmt"

type rat struct{ n, d int64 }

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	if a < 0 {
		return -a
	}
	return a
}

func mk(n, d int64) rat {
	if d == 0 {
		panic("zero denominator")
	}
	if d < 0 {
		n, d = -n, -d
	}
	g := gcd(n, d)
	return rat{n / g, d / g}
}

func (a rat) add(b rat) rat { return mk(a.n*b.d+b.n*a.d, a.d*b.d) }
func (a rat) neg() rat      { return rat{-a.n, a.d} }
func (a rat) mul(b rat) rat { return mk(a.n*b.n, a.d*b.d) }
func (a rat) div(b rat) rat { return mk(a.n*b.d, a.d*b.n) }
func (a rat) zero() bool    { return a.n == 0 }
func (a rat) String() string {
	if a.d == 1 {
		return fmt.Sprint(a.n)
	}
	return fmt.Sprintf("%d/%d", a.n, a.d)
}

type matrix [][]rat

func from(rows ...[]int64) (m matrix) {
	for _, r := range rows {
		row := make([]rat, 0, len(r))
		for _, v := range r {
			row = append(row, mk(v, 1))
		}
		m = append(m, row)
	}
	return
}

func (m matrix) clone() matrix {
	c := make(matrix, len(m))
	for i := range m {
		c[i] = append([]rat(nil), m[i]...)
	}
	return c
}

func (m matrix) reduce() (det rat, rank int) {
	det = rat{1, 1}
	cols := len(m[0])
	for c := 0; c < cols && rank < len(m); c++ {
		p := rank
		for p < len(m) && m[p][c].zero() {
			p++
		}
		if p == len(m) {
			det = rat{0, 1}
			continue
		}
		if p != rank {
			m[p], m[rank] = m[rank], m[p]
			det = det.neg()
		}
		pivot := m[rank][c]
		det = det.mul(pivot)
		for j := range m[rank] {
			m[rank][j] = m[rank][j].div(pivot)
		}
		for i := range m {
			if f := m[i][c]; i != rank && !f.zero() {
				for j := range m[i] {
					m[i][j] = m[i][j].add(m[rank][j].mul(f).neg())
				}
			}
		}
		rank++
	}
	return
}

func solve(m matrix, rhs ...rat) (out []rat, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cannot solve: %v", r)
		}
	}()
	w := m.clone()
	for i := range w {
		w[i] = append(w[i], rhs[i])
	}
	if _, rank := w.reduce(); rank < len(m) {
		panic(fmt.Sprint("rank ", rank))
	}
	for _, r := range w {
		out = append(out, r[len(r)-1])
	}
	return
}

func run() {
	a := from([]int64{2, 1, -1}, []int64{-3, -1, 2}, []int64{-2, 1, 2})
	det, rank := a.clone().reduce()
	fmt.Println(det, rank, a)
	fmt.Println(solve(a, mk(8, 1), mk(-11, 1), mk(-3, 1)))
	fmt.Println(solve(a, mk(1, 2), mk(1, 3), mk(-1, -4)))
	b := from([]int64{1, 2}, []int64{2, 4})
	fmt.Println(solve(b, mk(1, 1), mk(5, 1)))
	fmt.Println(solve(b, mk(1, 1)))
	det, rank = b.reduce()
	fmt.Println(det, rank, b)
	fmt.Printf("%v %+v %d %s\n", mk(3, -6), []rat{mk(4, 2)}, mk(1, 3), mk(0, 5))
}

func main() { run() }
