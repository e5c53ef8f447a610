// size_large_values: values above the limits for implicit and explicit variables go to the heap
// topic: size
package main

import "fmt"

type page struct{ data [1000]int }
type huge struct{ pages [70]page }

func sum(p *page) int {
	t := 0
	for _, v := range p.data {
		t += v
	}
	return t
}

func run() {
	p := &page{}
	p.data[10] = 500
	fmt.Println(sum(p))
	small := make([]int, 8000)
	large := make([]int, 9000)
	small[1], large[1] = 1, 2
	fmt.Println(small[1]+large[1], len(large))
	h := new(huge)
	h.pages[3].data[4] = 9
	fmt.Println(h.pages[3].data[4], sum(&h.pages[3]))
	var local huge
	local.pages[0] = *p
	fmt.Println(sum(&local.pages[0]))
	lit := &[9000]int{5: 1}
	fmt.Println(lit[5], len(lit))
}

func main() { run() }
