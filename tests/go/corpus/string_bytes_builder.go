// string_bytes_builder: text built in a byte slice and turned into a string
// topic: string
package main

import "fmt"

func itoa(n int) string {
	if n == 0 {
		return "0"
	}
	neg := n < 0
	if neg {
		n = -n
	}
	var digits []byte
	for n > 0 {
		digits = append(digits, byte('0'+n%10))
		n /= 10
	}
	if neg {
		digits = append(digits, '-')
	}
	s := ""
	for i := len(digits) - 1; i >= 0; i-- {
		s += string(digits[i : i+1])
	}
	return s
}

func join(parts []string, sep string) string {
	r := ""
	for i, p := range parts {
		if i > 0 {
			r += sep
		}
		r += p
	}
	return r
}

func palindrome(s string) bool {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		if s[i] != s[j] {
			return false
		}
	}
	return true
}

func run() {
	fmt.Println(itoa(0), itoa(-120), itoa(98765), itoa(1<<40))
	parts := []string{itoa(1), itoa(22), "end"}
	fmt.Println(join(parts, ", "), join(nil, "-") == "", join(parts[:1], "x"))
	fmt.Println(palindrome("racecar"), palindrome("abca"), palindrome(""))
	for _, p := range parts {
		switch p {
		case "1", "22":
			fmt.Println("number", p)
		default:
			fmt.Println("word", p)
		}
	}
}

func main() { run() }
