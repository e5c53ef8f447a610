package main

func main() {
	m := map[string]map[string]int{"a": {}}
	m["a"]["x"] = 1
	m["b"]["x"] = 1
}
