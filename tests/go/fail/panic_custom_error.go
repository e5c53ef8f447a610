package main

import "fmt"

type myErr struct {
	code int
	msg  string
}

func (e myErr) Error() string { return fmt.Sprintf("E%03d %s", e.code, e.msg) }

func check(n int) error {
	if n > 1 {
		return myErr{n, "too big"}
	}
	return nil
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	must(check(1))
	fmt.Println("first ok")
	must(check(5))
}
