// v_alias_local_coverage: aliases, local types, sized integers and interface method values once more
// topic: types
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type bytes = []byte
type checksum = uint64

type hasher interface{ add(b byte) hasher }
type fnv struct{ h checksum }
type xor struct{ v int16 }

func (f fnv) add(b byte) hasher  { return fnv{(f.h ^ checksum(b)) * 1099511628211} }
func (x *xor) add(b byte) hasher { x.v = x.v<<1 ^ int16(b); return x }

func feed(h hasher, b bytes) hasher {
	add := h.add
	for _, c := range b {
		add = add(c).add
	}
	return add(0)
}

func line(vals ...interface{}) string {
	return strings.Join(strings.Split(fmt.Sprintln(vals...), " "), "-")
}

func blocks(n int) (out []string) {
	type block struct {
		id  int
		pad [3]int16
	}
	type pair = [2]block
	const half = 2
	var p pair
	for i := range p {
		p[i].id = n / half
		defer func(b block) { out = append(out, fmt.Sprint(b)) }(p[i])
	}
	b := make(bytes, 3)
	copy(b, "copy me")
	out = append(out, string(b))
	return
}

func run() {
	f := feed(fnv{14695981039346656037}, bytes("hello")).(fnv)
	x := feed(&xor{}, bytes("hello")).(*xor)
	fmt.Println(f.h, f.h>>60, x.v, uint16(x.v))
	step := hasher.add
	fmt.Println(step(fnv{1}, 1), step(x, 2) == hasher(x))
	runtime.GC()
	fmt.Print(line(1, "a", 2.5), line())
	fmt.Println(blocks(600))
	var i16 int16 = 1 << 14
	i16 += i16
	var u64 uint64 = 1<<64 - 1
	u64 -= uint64(uint16(i16))
	fmt.Println(i16, -i16, u64, int64(u64), u64%1000)
}

func main() { run() }
