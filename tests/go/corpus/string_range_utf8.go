// string_range_utf8: iteration over runes, invalid bytes and conversions
// topic: string
package main

import "fmt"

func count(s string) (bytes, runes int) {
	bytes = len(s)
	for range s {
		runes++
	}
	return
}

func reverse(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func run() {
	s := "aé€😀z"
	for i, r := range s {
		fmt.Println(i, r, string(r), len(string(r)))
	}
	b, n := count(s)
	fmt.Println(b, n, reverse(s), reverse("") == "")
	bad := "x\xffy\xc3"
	for i, r := range bad {
		fmt.Println(i, r, r == '\uFFFD')
	}
	fmt.Println(len([]rune(bad)), len(string([]rune(bad))), len([]byte(bad)))
	rs := []rune{72, 'i', 0x1F600, -1}
	t := string(rs)
	fmt.Println(t, len(t), t[len(t)-1])
	bs := []byte("écrit")
	bs[0], bs[1] = 'E', '_'
	fmt.Println(string(bs), string(bs[2:]), s[1], s[1:3])
	for i := range "né" {
		fmt.Println(i)
	}
	fmt.Println(string(rune(65))+string(rune(0x4e16)), "\u00e9" == "é", '\x41', '\'', "\101\\")
	raw := `a\n
b`
	fmt.Println(len(raw), raw)
}

func main() { run() }
