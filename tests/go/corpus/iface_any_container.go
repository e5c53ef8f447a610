// iface_any_container: a stack of any values and comparisons of interfaces
// topic: iface
package main

import "fmt"

type stack struct{ items []any }

func (s *stack) push(v any) { s.items = append(s.items, v) }
func (s *stack) pop() any {
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v
}

func index(vs []any, x any) int {
	for i, v := range vs {
		if v == x {
			return i
		}
	}
	return -1
}

func run() {
	var s stack
	n := 400
	p := &n
	s.push(n)
	s.push("four")
	s.push(4.5)
	s.push(true)
	s.push('x')
	s.push(byte(9))
	s.push(nil)
	s.push(p)
	fmt.Println(index(s.items, 400), index(s.items, "fo"+"ur"), index(s.items, 4.5), index(s.items, 4))
	fmt.Println(index(s.items, byte(9)), index(s.items, 9), index(s.items, nil), index(s.items, p))
	fmt.Println(s.pop() == p, s.pop() == nil, s.pop(), s.pop(), s.pop(), s.pop(), s.pop())
	n++
	fmt.Println(s.pop(), len(s.items), n)
}

func main() { run() }
