package main

type t struct{}

func main() {
	var v any = &t{}
	_ = v.(*t)
	_ = v.(t)
}
