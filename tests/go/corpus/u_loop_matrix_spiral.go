// u_loop_matrix_spiral: loops with several variables and conditions over matrices
// topic: loop
package main

import "fmt"

func spiral(n, m int) [][]int {
	g := make([][]int, n)
	for i := range g {
		g[i] = make([]int, m)
	}
	top, left, bottom, right := 0, 0, n-1, m-1
	k := 1
	for top <= bottom && left <= right {
		for j := left; j <= right; j, k = j+1, k+1 {
			g[top][j] = k
		}
		top++
		for i := top; i <= bottom; i++ {
			g[i][right] = k
			k++
		}
		right--
		if top <= bottom {
			for j := right; j >= left; j-- {
				g[bottom][j] = k
				k++
			}
			bottom--
		}
		if left <= right {
			for i := bottom; i >= top; i-- {
				g[i][left] = k
				k++
			}
			left++
		}
	}
	return g
}

func transpose(g [][]int) [][]int {
	t := [][]int{}
	for j := range g[0] {
		var row []int
		for i := range g {
			row = append(row, g[i][j])
		}
		t = append(t, row)
	}
	return t
}

func run() {
	g := spiral(3, 4)
	for _, r := range g {
		fmt.Println(r[0], r[1], r[2], r[3])
	}
	t := transpose(g)
	fmt.Println(len(t), len(t[0]), t[3][1])
	i, j := 0, len(g[0])-1
	for i < j {
		g[1][i], g[1][j] = g[1][j], g[1][i]
		i, j = i+1, j-1
	}
	fmt.Println(g[1][0], g[1][3])
	n := 0
	for x, y := 1, 100; x < y; x, y = x*2, y-7 {
		n += x
	}
	fmt.Println(n)
	for {
		n /= 2
		if n%2 == 0 {
			continue
		}
		break
	}
	fmt.Println(n)
}

func main() { run() }
