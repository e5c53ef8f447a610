package main

func main() {
	a := [2]interface{}{1, []int{1}}
	b := [2]interface{}{2, []int{1}}
	println(a == b)
	b[0] = 1
	println(a == b)
}
