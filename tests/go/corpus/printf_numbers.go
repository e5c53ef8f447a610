// printf_numbers: verbs, widths, precision and flags for numbers
// topic: types
package main

import "fmt"

func run() {
	n := 1234
	fmt.Printf("%d|%6d|%-6d|%06d|%+d|% d\n", n, n, n, n, n, n)
	fmt.Printf("%x|%X|%#x|%o|%b|%08b|%c|%q|%U\n", 255, 255, 255, 8, 5, 5, 'A', 'z', 0x20ac)
	f := 3.14159265
	fmt.Printf("%f|%.2f|%8.3f|%-8.1f|%08.2f|%+.1f|%e|%g|%G\n", f, f, f, f, -f, f, f*1e10, 1e21, 1e-7)
	fmt.Printf("%v|%v|%v|%v\n", 1e6, 1e20, 1e21, 123456789.0)
	fmt.Printf("%5t|%-7t|%t\n", true, false, n > 3)
	fmt.Printf("%*d|%-*d|%.*f\n", 7, n, 7, n, 1, f)
	fmt.Printf("%d%%|%3d|%3d\n", 50, 12345, -4)
	var i8 int8 = -5
	var u8 uint8 = 250
	fmt.Printf("%d %x %b %d %x %08b\n", i8, i8, i8, u8, u8, u8)
	fmt.Println(0.1, 1.0, 100000000.0, 1e100, 2.5e-8, float32(1)/3, 1.0/3)
	z := 0.0
	fmt.Println(1/z, -1/z, z/z, -z)
	fmt.Printf("%T %T %T %T %T %T\n", 1, 1.5, 'x', "s", true, u8)
	s := fmt.Sprintf("%03d-%s-%v", 7, "x", nil)
	fmt.Println(s, len(s))
	fmt.Printf("%d %s\n", "str", 5)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%z %!\n", 3)
}

func main() { run() }
