// global_static_and_dynamic: package variables with static values of many kinds
// topic: global
package main

import "fmt"

type conf struct {
	name string
	opts map[string]int
	next *conf
	f    func(int) int
}

const width, height = 3, 4

var table = [width]string{"red", "green", "blue"}
var origin = conf{name: "origin"}
var chainTail = &origin
var numbers = []int{100, 200, width * height}
var grid [height][width]byte
var ratio = float64(width) / height
var handler = twice
var count, total int

func twice(n int) int { return 2 * n }

func bump(p *int) { *p += 5 }

func record(v int) {
	count++
	total += v
	numbers = append(numbers[:3], v)
}

func run() {
	count, total = 0, 0
	grid = [height][width]byte{1: {2: 'x'}}
	record(7)
	record(handler(8))
	fmt.Println(count, total, numbers[3], len(numbers), ratio)
	c := &conf{"c", map[string]int{"a": 1}, chainTail, twice}
	fmt.Println(c.next.name, c.f(c.opts["a"]), grid[1][2], table[2])
	bump(&count)
	p := &table[1]
	old := *p
	*p = "yellow"
	fmt.Println(count, table[1], len(table))
	*p = old
}

func main() { run() }
