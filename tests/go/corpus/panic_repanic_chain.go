// panic_repanic_chain: recover, wrap, panic again through several frames
// topic: panic
package main

import (
	"errors"
	"fmt"
)

type wrapped struct {
	depth int
	cause error
}

func (w *wrapped) Error() string { return fmt.Sprintf("level %d: %v", w.depth, w.cause) }

var errBase = errors.New("base")

func dive(n int, log *[]string) {
	defer func() {
		*log = append(*log, fmt.Sprint("leave ", n))
		if r := recover(); r != nil {
			err, ok := r.(error)
			if !ok {
				err = errors.New(fmt.Sprint(r))
			}
			if n < 3 {
				panic(&wrapped{n, err})
			}
			*log = append(*log, "caught "+err.Error())
		}
	}()
	if n == 0 {
		panic(errBase)
	}
	dive(n-1, log)
	*log = append(*log, "not reached below 3")
}

func safe(f func() int) (v int, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = r
			v = -1
		case string:
			err = errors.New(r)
		default:
			err = fmt.Errorf("odd panic %v", r)
		}
	}()
	return f(), nil
}

func run() {
	var log []string
	dive(4, &log)
	for _, l := range log {
		fmt.Println(l)
	}
	fmt.Println(safe(func() int { return 300 }))
	fmt.Println(safe(func() int { panic("text") }))
	fmt.Println(safe(func() int { panic(errBase) }))
	fmt.Println(safe(func() int { panic(3.5) }))
	fmt.Println(safe(func() int { return len("abc") / len([]int{}) }))
	fmt.Println(recover() == nil)
}

func main() { run() }
