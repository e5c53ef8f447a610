package main

type e struct{ s string }

func (p *e) Error() string { return "ptr " + p.s }

func main() {
	var p *e
	panic(p)
}
