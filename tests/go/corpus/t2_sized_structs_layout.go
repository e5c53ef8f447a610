// t2_sized_structs_layout: structs of small integers, boxed, in slices, compared and as map keys
// topic: size
package main

import "fmt"

type header struct {
	kind  uint8
	flags uint16
	size  uint32
	id    int64
	ratio float32
	delta int8
	short int16
	word  int32
}

type packed struct {
	a, b uint8
	c    bool
}

func (h *header) checksum() (sum uint32) {
	sum = uint32(h.kind)<<24 | uint32(h.flags)<<8
	sum ^= h.size
	sum += uint32(h.id) + uint32(h.id>>32)
	sum -= uint32(h.delta)
	return sum ^ uint32(h.short)<<3 ^ uint32(h.word)
}

func encode(h header) []byte {
	out := make([]byte, 0, 8)
	for i := 0; i < 4; i++ {
		out = append(out, byte(h.size>>(8*uint(i))))
	}
	return append(out, h.kind, byte(h.flags), byte(h.flags>>8))
}

func decode(b []byte) (h header) {
	for i, c := range b[:4] {
		h.size |= uint32(c) << (8 * i)
	}
	h.kind = b[4]
	h.flags = uint16(b[5]) | uint16(b[6])<<8
	return
}

func run() {
	h := header{kind: 200, flags: 0xBEEF, size: 1 << 31, id: -2, ratio: 0.1, delta: -1, short: -300, word: 70000}
	fmt.Println(h.checksum(), h.ratio, float64(h.ratio) == 0.1)
	d := decode(encode(h))
	fmt.Println(d.size, d.kind, d.flags, d == h)
	var boxes []interface{}
	boxes = append(boxes, h.kind, h.flags, h.size, h.id, h.ratio, h.delta, h.short, h.word, packed{1, 2, true})
	n := 0
	for i, b := range boxes {
		for j := range boxes {
			if b == boxes[j] {
				n += i
			}
		}
	}
	fmt.Println(n, boxes[8] == interface{}(packed{a: 1, b: 2, c: true}))
	m := map[packed]int16{{1, 1, false}: 5}
	m[packed{1, 1, false}] -= 10
	k := map[int8]uint8{-1: 255}
	k[-1]++
	fmt.Println(m[packed{a: 1, b: 1}], k[-1], len(k))
	hs := make([]header, 3)
	hs[1].id++
	fmt.Println(hs[0] == hs[2], hs[0] == hs[1])
}

func main() { run() }
