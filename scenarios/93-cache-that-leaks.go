package main

import (
	"fmt"
	"runtime"
)

type page struct {
	address string
	body    [512]byte
}

var cache = map[string]*page{}

func load(address string) *page {
	if p, ok := cache[address]; ok {
		return p
	}
	p := &page{address: address}
	cache[address] = p
	return p
}

func visit(n int) int {
	p := load(fmt.Sprintf("/page/%d", n))
	return len(p.body)
}

func main() {
	total := 0
	for n := 0; n < 6; n++ {
		total += visit(n)
	}
	runtime.GC()
	for address := range cache {
		delete(cache, address)
	}
	runtime.GC()
	fmt.Println(total, len(cache))
}
