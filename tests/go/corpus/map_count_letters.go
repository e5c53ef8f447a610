// map_count_letters: counting in a map of bytes and in a map of lengths
// topic: map
package main

import "fmt"

func count(s string) map[byte]int {
	m := map[byte]int{}
	for i := 0; i < len(s); i++ {
		m[s[i]]++
	}
	return m
}

func run() {
	m := count("mississippi")
	fmt.Println(len(m), m['s'], m['i'], m['p'], m['m'], m['z'])
	delete(m, 's')
	delete(m, 'q')
	_, ok := m['s']
	v, ok2 := m['i']
	fmt.Println(len(m), ok, v, ok2)
	sum := 0
	for k, v := range m {
		sum += int(k) * v
	}
	fmt.Println(sum)
	var none map[string]int
	fmt.Println(len(none), none["x"], none == nil)
	for range none {
		fmt.Println("never")
	}
	byLen := make(map[int]string)
	for _, w := range []string{"a", "bb", "cc", "ddd"} {
		byLen[len(w)] += w
	}
	fmt.Println(byLen[1], byLen[2], byLen[3], len(byLen))
}

func main() { run() }
