package main

type num int

func main() {
	var v interface{} = num(3)
	if _, ok := v.(int); !ok {
		println("not an int")
	}
	println(v.(int))
}
