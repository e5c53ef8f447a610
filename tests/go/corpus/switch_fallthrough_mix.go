// switch_fallthrough_mix: fallthrough, default in the middle, calls in cases
// topic: switch
package main

import "fmt"

func side(s string, v int) int {
	fmt.Print(s, " ")
	return v
}

func grade(n int) (out string) {
	switch {
	case n >= 90:
		out += "A"
		fallthrough
	case n >= 80:
		out += "B"
		fallthrough
	case n >= 70:
		out += "C"
	default:
		out += "F"
	}
	return
}

func mid(n int) string {
	switch n {
	case 1:
		return "one"
	default:
		if n < 0 {
			break
		}
		fallthrough
	case 2:
		return "two or other"
	case 3:
		return "three"
	}
	return "negative"
}

func run() {
	for _, n := range []int{95, 85, 75, 5} {
		fmt.Println(n, grade(n))
	}
	fmt.Println(mid(1), mid(2), mid(3), mid(9), mid(-2))
	switch side("tag", 3) {
	case side("a", 1), side("b", 3):
		fmt.Println("matched b")
	case side("c", 3):
		fmt.Println("matched c")
	}
	var p *int
	switch x := 500; p {
	case &x:
		fmt.Println("address")
	case nil:
		fmt.Println("nil", x)
	}
	switch f := 0.1 + 0.2; {
	case f == 0.3:
		fmt.Println("exact")
	default:
		fmt.Println("float", f)
	}
	switch k := interface{}(3); k {
	case "3":
		fmt.Println("string")
	case 3.0:
		fmt.Println("float")
	case 3:
		fmt.Println("int")
	}
	switch {
	}
}

func main() { run() }
