// iface_errors_own: own error types by value and by pointer, and the typed nil trap
// topic: iface
package main

import "fmt"

type notFound struct{ key string }

func (e notFound) Error() string { return "not found: " + e.key }

type fatal struct{ code int }

func (e *fatal) Error() string {
	if e == nil {
		return "fatal nil"
	}
	return "fatal error"
}

type text string

func (t text) Error() string { return string(t) }

func lookup(m map[string]int, k string) (int, error) {
	v, ok := m[k]
	if !ok {
		return 0, notFound{k}
	}
	if v < 0 {
		return v, &fatal{-v}
	}
	if v == 0 {
		return 0, text("zero")
	}
	return v, nil
}

func trap() error {
	var f *fatal
	return f
}

func run() {
	m := map[string]int{"a": 300, "b": -5, "c": 0}
	for _, k := range []string{"a", "b", "c", "d"} {
		v, err := lookup(m, k)
		if err != nil {
			fmt.Println(k, v, err.Error(), err)
			continue
		}
		fmt.Println(k, v)
	}
	_, e1 := lookup(m, "x")
	_, e2 := lookup(m, "x")
	_, e3 := lookup(m, "b")
	_, e4 := lookup(m, "b")
	fmt.Println(e1 == e2, e3 == e4, e1 == notFound{"x"}, e1 == notFound{"y"})
	fmt.Println(trap() == nil, trap().Error())
}

func main() { run() }
