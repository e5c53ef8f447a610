// Sizes just within and just beyond what the stack may hold.
package main

func f() {
	a := new([65536]byte)
	b := new([65537]byte)
	c := &[65536]byte{}
	d := &[65537]byte{}
	e := make([]byte, 65536)
	g := make([]byte, 65537)
	h := make([]int, 8192)
	i := make([]int, 8193)
	var j [10 << 20]byte
	var k [10<<20 + 1]byte
	l := []int{9999: 1}
	m := make([]struct{ a, b, c byte }, 21845)
	n := make([]struct{ a, b, c byte }, 21846)
	_, _, _, _, _, _, _, _, _, _, _, _, _ = a, b, c, d, e, g, h, i, j[0], k[0], l, m, n
}

func main() { f() }
