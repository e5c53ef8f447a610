package main

type closer interface{ close() }
type file struct{}

func (*file) close() {}

func main() {
	var v any = file{}
	v.(closer).close()
}
