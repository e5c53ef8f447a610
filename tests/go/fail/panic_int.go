package main

func f(n int) int {
	if n > 2 {
		panic(n * 100)
	}
	return f(n + 1)
}

func main() { f(0) }
