// v_defer_stack_of_states: transactions undone by deferred literals in loops of calls
// topic: defer
package main

import "fmt"

type state struct {
	vals map[string]int
	log  []string
}

func (s *state) begin() func(bool) {
	saved := map[string]int{}
	for k, v := range s.vals {
		saved[k] = v
	}
	return func(ok bool) {
		if ok {
			s.log = append(s.log, "commit")
			return
		}
		s.vals = saved
		s.log = append(s.log, "rollback")
	}
}

func (s *state) transfer(from, to string, n int) bool {
	ok := false
	end := s.begin()
	defer func() { end(ok) }()
	s.vals[from] -= n
	s.vals[to] += n
	if s.vals[from] < 0 {
		return false
	}
	ok = true
	return ok
}

func trace(s *state, name string) func() {
	s.log = append(s.log, "+"+name)
	return func() { s.log = append(s.log, "-"+name) }
}

func nested(s *state, n int) {
	defer trace(s, "n")()
	if n > 0 {
		nested(s, n-1)
	}
}

func run() {
	s := &state{vals: map[string]int{"a": 300, "b": 50}}
	fmt.Println(s.transfer("a", "b", 100), s.transfer("b", "a", 1000), s.transfer("b", "c", 150))
	fmt.Println(s.vals["a"], s.vals["b"], s.vals["c"])
	nested(s, 1)
	for _, l := range s.log {
		fmt.Println(l)
	}
}

func main() { run() }
