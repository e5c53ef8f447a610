// slice_of_slices_jagged: rows of different length, shared and copied
// topic: slice
package main

import "fmt"

func triangle(n int) [][]int {
	var rows [][]int
	for i := 0; i < n; i++ {
		row := make([]int, i+1)
		row[0], row[i] = 1, 1
		for j := 1; j < i; j++ {
			row[j] = rows[i-1][j-1] + rows[i-1][j]
		}
		rows = append(rows, row)
	}
	return rows
}

func run() {
	t := triangle(7)
	for _, row := range t {
		fmt.Println(len(row), row[len(row)/2])
	}
	t[1] = t[6][2:5]
	t[6][3] = -1
	fmt.Println(t[1][0], t[1][1], cap(t[1]))
	t[0] = append(t[0], t[2][1], t[3][1])
	fmt.Println(len(t[0]), t[0][2])
	words := [][]string{{"a"}, {}, nil, {"b", "c"}}
	n := 0
	for _, w := range words {
		for range w {
			n++
		}
		if w == nil {
			n += 100
		}
	}
	fmt.Println(n, len(words[3][1]))
}

func main() { run() }
