// switch_no_tag_return: pointers flow through the cases of a switch
// topic: switch
package main

import "fmt"

func pick(n int, a, b, c *int) *int {
	switch {
	case n < 0:
		return a
	case n == 0:
		return b
	}
	switch n % 3 {
	case 0, 1:
		*c += n
		return c
	default:
		return nil
	}
}

func name(day int) string {
	switch d := day % 7; d {
	case 0, 6:
		return "weekend"
	case 5:
		return "friday"
	default:
		if d < 0 {
			return "past"
		}
	}
	return "work"
}

func run() {
	a, b, c := 100, 200, 300
	*pick(-1, &a, &b, &c)++
	*pick(0, &a, &b, &c) *= 2
	*pick(4, &a, &b, &c) -= 1
	fmt.Println(a, b, c, pick(5, &a, &b, &c) == nil)
	fmt.Println(name(6), name(12), name(9), name(-3), name(14))
	switch x := a; {
	case x > 1000:
		fmt.Println("huge")
	case x > 100, c > 5:
		fmt.Println("mid", x)
	}
	switch s := name(5); s {
	case "friday":
		fmt.Println("party")
	}
}

func main() { run() }
