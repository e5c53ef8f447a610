// shifts_and_masks: shifts by variables, beyond the width, and bit sets
// topic: types
package main

import "fmt"

type bits uint16

const (
	read bits = 1 << iota
	write
	exec
	_
	hidden
)

const (
	_  = iota
	kb = 1 << (10 * iota)
	mb
	gb
)

func (b bits) has(f bits) bool { return b&f == f }
func (b *bits) set(f bits)     { *b |= f }
func (b *bits) clear(f bits)   { *b &^= f }

func count(x uint64) (n int) {
	for ; x != 0; x &= x - 1 {
		n++
	}
	return
}

func rotate(x uint8, k uint) uint8 { return x<<(k&7) | x>>(8-k&7) }

func run() {
	var b bits
	b.set(read | hidden)
	b.set(exec)
	b.clear(read)
	fmt.Println(b, b.has(exec), b.has(exec|write), hidden)
	fmt.Println(kb, mb, gb)
	s := uint(70)
	one, neg, u8 := 1, -1, uint8(200)
	fmt.Println(one<<s, neg>>s, neg>>3, u8<<1, uint32(1)<<31>>31, neg<<62)
	var i8 int8 = -128
	fmt.Println(i8>>7, i8<<1, uint8(i8)>>7, i8>>s)
	fmt.Println(count(0xF0F0), count(1<<63|1), rotate(0x81, 1), rotate(0x81, 7))
	x := uint64(0xDEADBEEF)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	fmt.Println(x, x%1000, x&0xFF)
	const big = 1 << 100
	fmt.Println(big>>98, float64(big))
}

func main() { run() }
