package main

import "fmt"

func safe(n int) (v int) {
	defer func() {
		if recover() != nil {
			v = -1
		}
	}()
	return 10 / n
}

func main() {
	fmt.Println(safe(2), safe(0))
	defer func() {
		r := recover()
		fmt.Println(r)
		panic(fmt.Sprint("again ", r))
	}()
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		panic("two")
	}()
	defer panic("late")
	var m map[string][]int
	m["a"] = append(m["a"], 1)
}
