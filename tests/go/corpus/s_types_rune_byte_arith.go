// s_types_rune_byte_arith: rune, byte and int arithmetic and conversions
// topic: types
package main

import "fmt"

type digit byte
type letter rune

func (d digit) value() int       { return int(d - '0') }
func (l letter) next() letter    { return l + 1 }
func (l *letter) shift(n int)    { *l += letter(n) }

func caesar(s []byte, k byte) {
	for i, c := range s {
		if c >= 'a' && c <= 'z' {
			s[i] = (c-'a'+k)%26 + 'a'
		}
	}
}

func parse(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		d := digit(s[i])
		if d < '0' || d > '9' {
			return n, false
		}
		n = n*10 + d.value()
	}
	return n, len(s) > 0
}

func vowel(r rune) bool {
	switch r {
	case 'a', 'e', 'i', 'o', 'u', 'é':
		return true
	}
	return false
}

func run() {
	b := []byte{'h', 'e', 'l', 'l', 'o', '!'}
	caesar(b, 3)
	fmt.Println(b[0], b[1], b[5])
	caesar(b, 23)
	fmt.Println(b[0] == 'h', b[4] == 'o')
	fmt.Println(parse("30042"))
	fmt.Println(parse("4x"))
	fmt.Println(parse(""))
	l := letter('a')
	l.shift(2)
	fmt.Println(l, l.next(), l > 'b', rune(l)-'a', vowel('é'), vowel('x'))
	var c byte = 250
	c += 10
	var r rune = 'z'
	r -= 'a' - 'A'
	fmt.Println(c, r, 'a' < 'b', int('€'), byte('x')-'a', '\n', '\'', '\u00e9')
	x := 'a' * 2
	y := 7 % 'c'
	fmt.Println(x, y, float64('d')/2)
}

func main() { run() }
