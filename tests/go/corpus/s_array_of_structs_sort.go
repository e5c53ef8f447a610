// s_array_of_structs_sort: an insertion sort over an array of structs through a pointer
// topic: array
package main

import "fmt"

type card struct {
	suit byte
	rank int
}

type hand [5]card

func (h hand) sorted() hand {
	for i := 1; i < len(h); i++ {
		c := h[i]
		j := i - 1
		for j >= 0 && (h[j].rank > c.rank || h[j].rank == c.rank && h[j].suit > c.suit) {
			h[j+1] = h[j]
			j--
		}
		h[j+1] = c
	}
	return h
}

func (h hand) pairs() int {
	n := 0
	for i, a := range h {
		for _, b := range h[i+1:] {
			if a.rank == b.rank {
				n++
			}
		}
	}
	return n
}

func flush(h hand) bool {
	counts := [128]int{}
	for _, c := range h {
		counts[c.suit]++
	}
	return counts[h[0].suit] == len(h)
}

func deal(seed int) (hand, int) {
	var h hand
	for i := range h {
		seed = (seed*75 + 74) % 65537
		h[i] = card{"shdc"[seed%4], seed / 4 % 13}
	}
	return h, seed
}

func run() {
	seed := 11
	best := hand{}
	for i := 0; i < 4; i++ {
		var h hand
		h, seed = deal(seed)
		s := h.sorted()
		fmt.Println(s[0].rank, s[4].rank, s.pairs(), flush(h))
		if s[4].rank > best[4].rank {
			best = s
		}
	}
	fmt.Println(best[4].rank, best[4].suit, best.sorted()[0] == best[0])
	fmt.Println(flush(hand{{'s', 1}, {'s', 2}, {'s', 3}, {'s', 4}, {'s', 5}}))
}

func main() { run() }
