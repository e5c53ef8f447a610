// int_sizes_overflow: every integer size wraps around at its limits
// topic: types
package main

import "fmt"

func run() {
	var i8 int8 = 127
	var i16 int16 = -32768
	var i32 int32 = 1<<31 - 1
	var i64 int64 = -1 << 63
	var u8 uint8 = 255
	var u16 uint16 = 0
	var u32 uint32 = 1 << 31
	var u64 uint64 = 1<<64 - 1
	var u uint = 0
	i8++
	i16--
	i32 += 2
	i64--
	u8 += 3
	u16--
	u32 *= 2
	u64 += 5
	u--
	fmt.Println(i8, i16, i32, i64)
	fmt.Println(u8, u16, u32, u64, u)
	fmt.Println(int8(i16), uint8(i32), int16(u64), uint32(i64), int64(u), uint16(i8))
	a, b := int8(-128), int8(-1)
	fmt.Println(a/b, a%b, -a, a*b, a-1)
	x := -7
	fmt.Println(x/2, x%2, x>>1, x&3, x|8, x^5, x&^2, ^x)
	n := 1000000007
	h := uint32(2166136261)
	for i := 0; i < 5; i++ {
		h ^= uint32(n >> (8 * i) & 255)
		h *= 16777619
	}
	fmt.Println(h, h>>16, h<<20, int32(h))
	f := 3.99
	fmt.Println(int(f), int(-f), int64(f*1e9), uint8(f), float32(0.1), float64(float32(0.1)))
}

func main() { run() }
