// s_map_of_funcs_and_chans: maps whose values are functions, channels, slices and pointers to arrays
// topic: map
package main

import "fmt"

type op func(int, int) int

func eval(ops map[string]op, tokens []string, nums []int) int {
	acc := nums[0]
	for i, t := range tokens {
		f, ok := ops[t]
		if !ok {
			return -1
		}
		acc = f(acc, nums[i+1])
	}
	return acc
}

func run() {
	calls := 0
	ops := map[string]op{
		"+": func(a, b int) int { calls++; return a + b },
		"*": func(a, b int) int { calls++; return a * b },
	}
	fmt.Println(eval(ops, []string{"+", "*"}, []int{1, 2, 300}), calls)
	fmt.Println(eval(ops, []string{"-"}, []int{1, 2}))
	ops["-"] = func(a, b int) int { return ops["+"](a, -b) }
	fmt.Println(ops["-"](10, 3), calls, len(ops))
	chans := map[int]chan int{}
	for i := 0; i < 3; i++ {
		c := make(chan int)
		chans[i] = c
		go func(n int) { c <- n * 100 }(i)
	}
	fmt.Println(<-chans[2], <-chans[0], <-chans[1])
	grid := map[string]*[3]int{"a": {1, 2, 3}, "b": new([3]int)}
	for _, g := range grid {
		g[0] += 10
	}
	fmt.Println(grid["a"][0], grid["b"][0], len(grid["a"]))
	stack := map[rune][]rune{'x': {'y'}}
	stack['x'] = append(stack['x'], 'z')
	stack['q'] = append(stack['q'], 'r')
	fmt.Println(len(stack['x']), stack['q'][0], stack['x'][1] == 'z')
}

func main() { run() }
