package main

type e struct{ m map[string]string }

func (x e) Error() string {
	x.m["k"] = "v"
	return "e"
}

func main() { panic(e{}) }
