// u_mutual_recursion_parser: mutually recursive functions and methods with blank parameters
// topic: recursion
package main

import "fmt"

type input struct {
	s   string
	pos int
	max int
}

func (in *input) peek(_ ...int) rune {
	for _, r := range in.s[in.pos:] {
		return r
	}
	return 0
}

func (in *input) next(_ string) (r rune) {
	r = in.peek()
	in.pos += len(string(r))
	return
}

func list(in *input, depth int) (n int, ok bool) {
	if depth > in.max {
		in.max = depth
	}
	for {
		switch in.peek() {
		case 0, ']':
			return n, true
		case ',':
			in.next("comma")
		default:
			k, ok := item(in, depth)
			if !ok {
				return n, false
			}
			n += k
		}
	}
}

func item(in *input, depth int) (int, bool) {
	if in.peek() != '[' {
		in.next("letter")
		return 1, true
	}
	in.next("open")
	n, ok := list(in, depth+1)
	return n, ok && in.next("close") == ']'
}

func isEven(n int) bool {
	if n == 0 {
		return true
	}
	return isOdd(n - 1)
}

func isOdd(n int) bool { return n != 0 && isEven(n-1) }

func female(n int) int {
	if n == 0 {
		return 1
	}
	return n - male(female(n-1))
}

func male(n int) int {
	if n == 0 {
		return 0
	}
	return n - female(male(n-1))
}

func run() {
	for _, s := range []string{"a,b,[c,[é,€]],[]", "[[a]", "", "[[[[x]]]]"} {
		in := &input{s: s}
		n, ok := list(in, 0)
		fmt.Println(n, ok, in.max, in.pos)
	}
	fmt.Println(isEven(300), isOdd(7), isOdd(300), female(12), male(12))
}

func main() { run() }
