// t2_panic_values_kinds: panics with every kind of value, recovered and inspected
// topic: panic
package main

import (
	"errors"
	"fmt"
)

type myErr struct{ code int }

func (e myErr) Error() string { return fmt.Sprint("code ", e.code) }

type big struct {
	a, b int
	s    string
}

func catch(f func()) (v interface{}) {
	defer func() { v = recover() }()
	f()
	return "no panic"
}

func nested() (out []string) {
	defer func() {
		out = append(out, fmt.Sprint("outer ", recover()))
	}()
	defer func() {
		defer func() {
			out = append(out, fmt.Sprint("inner ", recover()))
			panic("third")
		}()
		panic("second")
	}()
	panic("first")
}

func notDirect() (v interface{}) {
	defer func() { v = recover() }()
	defer func() {
		func() { recover() }()
	}()
	panic("survives")
}

func deferOnly() (n int) {
	defer recover()
	defer func() { n = 5; recover() }()
	panic(1)
}

func loop() (caught int) {
	for i := 0; i < 5; i++ {
		func() {
			defer func() {
				if r := recover(); r != nil {
					caught += r.(int)
				}
			}()
			if i%2 == 1 {
				panic(i * 100)
			}
		}()
	}
	return
}

func run() {
	n := 7
	vals := []interface{}{1, "s", 2.5, myErr{3}, &myErr{4}, errors.New("e"), big{1, 2, "b"}, [2]int{5, 6}, 'r', true, int8(-3)}
	for _, v := range vals {
		v := v
		got := catch(func() { panic(v) })
		fmt.Println(got == v, fmt.Sprintf("%T", got))
	}
	p := catch(func() { panic(&n) }).(*int)
	*p++
	fmt.Println(n, catch(func() {}), catch(func() { panic(fmt.Sprintf("%d", n)) }))
	e, ok := catch(func() { panic(myErr{9}) }).(error)
	fmt.Println(e, ok)
	fmt.Println(nested(), notDirect(), deferOnly(), loop())
	fs := catch(func() { panic([]int{1, 2}) })
	fmt.Println(len(fs.([]int)))
}

func main() { run() }
