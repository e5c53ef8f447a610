// class_spreadsheet: cells with formulas, dependencies, memory of values and cycle errors
// topic: classroom
package main

import (
	"errors"
	"fmt"
	"sort"
)

type ref struct {
	col byte
	row int
}

func (r ref) String() string { return fmt.Sprintf("%c%d", r.col, r.row) }

type formula interface {
	eval(s *sheet) (float64, error)
}

type number float64
type cellRef ref
type op struct {
	sym  rune
	l, r formula
}
type sum struct{ from, to ref }

type sheet struct {
	cells map[ref]formula
	cache map[ref]float64
	path  []ref
	evals int
}

var errDiv = errors.New("division by zero")

type cycleError []ref

func (c cycleError) Error() string { return "cycle " + fmt.Sprint([]ref(c)) }

func (n number) eval(*sheet) (float64, error)    { return float64(n), nil }
func (c cellRef) eval(s *sheet) (float64, error) { return s.value(ref(c)) }

func (o op) eval(s *sheet) (v float64, err error) {
	l, err := o.l.eval(s)
	if err != nil {
		return
	}
	r, err := o.r.eval(s)
	if err != nil {
		return 0, err
	}
	switch o.sym {
	case '+':
		v = l + r
	case '-':
		v = l - r
	case '*':
		v = l * r
	case '/':
		if r == 0 {
			return 0, errDiv
		}
		v = l / r
	}
	return
}

func (x sum) eval(s *sheet) (t float64, err error) {
	for c := x.from.col; c <= x.to.col; c++ {
		for r := x.from.row; r <= x.to.row; r++ {
			v, err := s.value(ref{c, r})
			if err != nil {
				return 0, fmt.Errorf("in sum: %w", err)
			}
			t += v
		}
	}
	return
}

func (s *sheet) value(r ref) (v float64, err error) {
	if v, ok := s.cache[r]; ok {
		return v, nil
	}
	f, ok := s.cells[r]
	if !ok {
		return 0, nil
	}
	for i, p := range s.path {
		if p == r {
			return 0, cycleError(append([]ref{}, append(s.path[i:], r)...))
		}
	}
	s.path = append(s.path, r)
	defer func() {
		s.path = s.path[:len(s.path)-1]
		if err == nil {
			s.cache[r] = v
		}
	}()
	s.evals++
	return f.eval(s)
}

func (s *sheet) set(col byte, row int, f formula) {
	s.cells[ref{col, row}] = f
	for k := range s.cache {
		delete(s.cache, k)
	}
}

func at(col byte, row int) formula { return cellRef{col, row} }

func (s *sheet) show() {
	refs := make([]ref, 0, len(s.cells))
	for r := range s.cells {
		refs = append(refs, r)
	}
	sort.Slice(refs, func(i, j int) bool {
		return refs[i].row < refs[j].row || refs[i].row == refs[j].row && refs[i].col < refs[j].col
	})
	for _, r := range refs {
		if v, err := s.value(r); err != nil {
			fmt.Printf("%v = %v\n", r, err)
		} else {
			fmt.Printf("%v = %.2f\n", r, v)
		}
	}
}

func run() {
	s := &sheet{cells: map[ref]formula{}, cache: map[ref]float64{}}
	s.set('A', 1, number(10))
	s.set('A', 2, op{'*', at('A', 1), number(2.5)})
	s.set('B', 1, op{'+', at('A', 2), at('A', 1)})
	s.set('B', 2, sum{ref{'A', 1}, ref{'B', 1}})
	s.set('C', 1, sum{from: ref{'A', 1}, to: ref{'B', 2}})
	s.set('C', 2, op{'/', at('B', 1), op{'-', at('A', 1), number(10)}})
	s.show()
	fmt.Println(s.evals, len(s.cache), len(s.path))
	s.set('A', 1, op{'+', at('C', 1), number(1)})
	_, err := s.value(ref{'A', 1})
	fmt.Println(err)
	s.set('A', 1, number(4))
	fmt.Println(s.value(ref{'C', 2}))
}

func main() { run() }
