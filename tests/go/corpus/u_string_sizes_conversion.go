// u_string_sizes_conversion: conversions of short and long strings to bytes and runes and back
// topic: string
package main

import (
	"fmt"
	"strings"
)

var keep []byte
var keepR []rune
var keepS string

func hold(b []byte, r []rune, s string) { keep, keepR, keepS = b, r, s }

func upper(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] >= 'a' && b[i] <= 'z' {
			b[i] -= 32
		}
	}
	return string(b)
}

func sumBytes(s string) (t int) {
	for _, c := range []byte(s) {
		t += int(c)
	}
	return
}

func initials(names ...string) string {
	var rs []rune
	for _, n := range names {
		for _, r := range n {
			rs = append(rs, r)
			break
		}
	}
	return string(rs)
}

func run() {
	long := strings.Repeat("0123456789", 4)
	hold([]byte("short"), []rune("rünes"), string([]byte{'o', 'k'}))
	keep[0] = 'S'
	fmt.Println(string(keep), len(keepR), keepS, string(keepR[1:3]))
	hold([]byte(long), []rune(long), upper(long+"abc"))
	fmt.Println(len(keep), len(keepR), len(keepS), keepS[38:])
	fmt.Println(upper("mixed Case é"), sumBytes("abc"), sumBytes(long), initials("Ada", "été", "", "世界"))
	b := []byte("x")
	if string(b) == "x" {
		b = append(b, long[:3]...)
	}
	m := map[string]int{"x012": 300}
	fmt.Println(m[string(b)], string(b) < "y", string(b[:1])+string(b[3:]))
	switch string(b) {
	case "x012":
		fmt.Println("matched")
	}
	var empty []byte
	fmt.Println(string(empty) == "", len([]byte("")), []byte("") == nil, string(rune(0x110000)) == "\uFFFD")
	r := 'é'
	fmt.Println(string(r), len(string(r)), strings.ToUpper(string(r)), string(rune(b[0])))
}

func main() { run() }
