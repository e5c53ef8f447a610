// global_registry: package variables keep pointers given as parameters
// topic: global
package main

import "fmt"

type plugin struct {
	name string
	run  func(int) int
}

var plugins []*plugin
var current *plugin
var calls int

func register(p *plugin) { plugins = append(plugins, p) }

func find(name string) *plugin {
	for _, p := range plugins {
		if p.name == name {
			return p
		}
	}
	return nil
}

func use(name string, v int) int {
	current = find(name)
	if current == nil {
		return -1
	}
	calls++
	return current.run(v)
}

func run() {
	plugins, current, calls = nil, nil, 0
	factor := 7
	register(&plugin{"double", func(v int) int { return v * 2 }})
	register(&plugin{"scale", func(v int) int { return v * factor }})
	fmt.Println(use("double", 150), use("scale", 100), use("none", 1))
	factor = 9
	fmt.Println(use("scale", 100), calls, current.name)
}

func main() { run() }
