// t1_stack_of_runes: brackets matched with a stack of runes
// topic: slice
package main

import "fmt"

type stack []rune

func (s *stack) push(r rune) { *s = append(*s, r) }

func (s *stack) pop() rune {
	if len(*s) == 0 {
		return 0
	}
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

func partner(r rune) rune {
	switch r {
	case ')':
		return '('
	case ']':
		return '['
	case '}':
		return '{'
	}
	return 0
}

func balanced(text []rune) (bool, int) {
	var s stack
	depth := 0
	for _, r := range text {
		switch r {
		case '(', '[', '{':
			s.push(r)
			if len(s) > depth {
				depth = len(s)
			}
		case ')', ']', '}':
			if s.pop() != partner(r) {
				return false, depth
			}
		}
	}
	return len(s) == 0, depth
}

func run() {
	fmt.Println(balanced([]rune{'(', 'a', '[', ']', ')'}))
	fmt.Println(balanced([]rune{'(', '[', ')', ']'}))
	fmt.Println(balanced([]rune{'{', '{', '{', '}'}))
	fmt.Println(balanced(nil))
	var s stack
	p := &s
	for i := 0; i < 5; i++ {
		p.push('a' + rune(i))
	}
	fmt.Println(s.pop(), p.pop(), len(s), cap(s))
}

func main() { run() }
