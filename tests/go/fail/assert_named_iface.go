package main

type shape interface{ area() int }
type sq struct{ n int }
type ci struct{ n int }

func (s sq) area() int { return s.n }
func (c ci) area() int { return c.n }

func main() {
	var s shape = sq{2}
	println(s.(sq).n)
	println(s.(ci).n)
}
