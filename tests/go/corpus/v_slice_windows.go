// v_slice_windows: sliding windows, chunks and rotations share their array
// topic: slice
package main

import "fmt"

func chunks(s []int, n int) [][]int {
	var out [][]int
	for len(s) > n {
		out = append(out, s[:n])
		s = s[n:]
	}
	return append(out, s)
}

func rotate(s []int, k int) {
	reverse(s[:k])
	reverse(s[k:])
	reverse(s)
}

func reverse(s []int) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

func maxWindow(s []int, n int) (int, []int) {
	best, at := 0, 0
	for i := 0; i+n <= len(s); i++ {
		t := 0
		for _, v := range s[i : i+n] {
			t += v
		}
		if t > best {
			best, at = t, i
		}
	}
	return best, s[at : at+n]
}

func run() {
	s := make([]int, 10)
	for i := range s {
		s[i] = i * i % 11
	}
	cs := chunks(s, 4)
	cs[1][0] = 1000
	fmt.Println(len(cs), len(cs[2]), s[4], cap(cs[0]))
	cs[0] = append(cs[0], -5)
	fmt.Println(s[4], cs[1][0])
	best, w := maxWindow(s, 3)
	w[0] += 100
	fmt.Println(best, len(w), cap(w))
	rotate(s, 3)
	fmt.Println(s[0], s[7], s[9])
	t := s[len(s):]
	u := append(t, 1)
	fmt.Println(len(t), cap(t), len(u), len(s[2:2]), cap(s[2:2]))
}

func main() { run() }
