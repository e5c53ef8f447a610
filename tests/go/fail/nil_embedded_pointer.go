package main

type base struct{ a [10]int }
type top struct {
	n int
	*base
}

func main() {
	t := top{n: 3}
	t.a[2]++
}
