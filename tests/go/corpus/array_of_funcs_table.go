// array_of_funcs_table: arrays of functions, of structs, of pointers and of arrays
// topic: array
package main

import "fmt"

type state struct {
	acc int
	log [3]string
	n   int
}

func (s *state) note(t string) {
	if s.n < len(s.log) {
		s.log[s.n] = t
		s.n++
	}
}

func inc(s *state) { s.acc++; s.note("inc") }
func dbl(s *state) { s.acc *= 2; s.note("dbl") }
func neg(s *state) { s.acc = -s.acc; s.note("neg") }

func run() {
	ops := [4]func(*state){inc, dbl, neg}
	ops[3] = func(s *state) { s.acc += 1000 }
	var s state
	for _, i := range [...]int{0, 1, 3, 2, 0} {
		ops[i](&s)
	}
	fmt.Println(s.acc, s.n, s.log[2])
	saved := s.log
	s.log[0] = "overwritten"
	fmt.Println(saved[0], saved == s.log, saved == [3]string{"inc", "dbl", "neg"})
	var cube [2][2][2]int
	for i := range cube {
		for j := range cube[i] {
			for k := range cube[i][j] {
				cube[i][j][k] = i*4 + j*2 + k
			}
		}
	}
	face := cube[1]
	face[1][1]++
	fmt.Println(cube[1][1][1], face[1][1], face == cube[1])
	ptrs := [2]*state{&s, {acc: 5}}
	ptrs[0].acc, ptrs[1].acc = ptrs[1].acc, ptrs[0].acc
	fmt.Println(s.acc, ptrs[1].acc)
}

func main() { run() }
