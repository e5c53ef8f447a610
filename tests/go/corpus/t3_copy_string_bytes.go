// t3_copy_string_bytes: copy and append from strings, buffers of bytes and rune slices
// topic: string
package main

import (
	"fmt"
	"strings"
)

type buffer struct {
	b    []byte
	full int
}

func (b *buffer) write(s string) {
	n := copy(b.b[len(b.b):cap(b.b)], s)
	b.b = b.b[:len(b.b)+n]
	if n < len(s) {
		b.full++
		b.b = append(b.b, s[n:]...)
	}
}

func rot13(s string) string {
	b := []byte(s)
	for i, c := range b {
		switch {
		case c >= 'a' && c <= 'z':
			b[i] = 'a' + (c-'a'+13)%26
		case c >= 'A' && c <= 'Z':
			b[i] = 'A' + (c-'A'+13)%26
		}
	}
	return string(b)
}

func pad(s string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '.'
	}
	copy(b[1:], s)
	return string(b)
}

func run() {
	b := buffer{b: make([]byte, 0, 8)}
	for _, s := range strings.Fields("one three  seventeen") {
		b.write(s)
	}
	fmt.Println(string(b.b), b.full, len(b.b))
	fmt.Println(rot13("Hello"), rot13(rot13("Hello")) == "Hello", pad("mid", 6), pad("too long", 4))
	rs := []rune("naïve")
	rs = append(rs, []rune("té")...)
	rs[2] = 'i'
	fmt.Println(string(rs), len(rs), string(rs[5:7]), string(rs[:0]) == "")
	bs := append([]byte("ab"), "cd"...)
	bs = append(bs, 'e', 'f')
	bs = append(bs, strings.Repeat("-", 3)...)
	fmt.Println(string(bs), string(bs[2:4]) == "cd")
	s := string(bs)
	bs[0] = 'X'
	fmt.Println(s[:2], string(bs[:2]))
	m := map[string]int{"key": 300}
	key := []byte{'k', 'e', 'y'}
	fmt.Println(m[string(key)], strings.Contains(string(bs), "cde"))
	for i, c := range []byte("hé") {
		fmt.Print(i, ":", c, " ")
	}
	fmt.Println()
	var e strings.Builder
	for _, r := range rs {
		e.WriteRune(r + 1)
	}
	fmt.Println(e.String(), strings.ToUpper(string(rs)))
}

func main() { run() }
