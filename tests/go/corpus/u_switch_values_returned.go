// u_switch_values_returned: switches on strings, bytes, bools and pointers with results
// topic: switch
package main

import "fmt"

type tok struct {
	kind byte
	val  int
	next *tok
}

func prec(op string) int {
	switch op {
	case "+", "-":
		return 1
	case "*", "/", "%":
		return 2
	case "**":
		return 3
	}
	return 0
}

func class(c byte) (string, bool) {
	switch {
	case c >= '0' && c <= '9':
		return "digit", true
	case c == ' ', c == '\t':
		return "space", false
	default:
		switch c {
		case '(':
			return "open", true
		case ')':
			return "close", true
		}
	}
	return "other", false
}

func choose(p, a, b *tok) *tok {
	switch p {
	case nil:
		return a
	case a:
		return b
	case b:
		return nil
	default:
		return p.next
	}
}

func boolean(x bool) int {
	switch x {
	case true:
		return 100
	case false:
		return 200
	}
	return 300
}

func run() {
	fmt.Println(prec("+"), prec("%"), prec("**"), prec("?"))
	for _, c := range []byte("7 (x") {
		fmt.Println(class(c))
	}
	a, b := &tok{kind: 'a', val: 1}, &tok{kind: 'b', val: 2}
	c := &tok{next: b}
	fmt.Println(choose(nil, a, b).val, choose(a, a, b).val, choose(b, a, b) == nil, choose(c, a, b).val)
	fmt.Println(boolean(1 < 2), boolean(false))
	n := 0
	for i := 0; i < 10; i++ {
		switch i % 4 {
		case 0:
			continue
		case 1:
			n += i
			break
		case 3:
			if i > 5 {
				n *= 100
			}
		}
		n++
	}
	fmt.Println(n)
}

func main() { run() }
