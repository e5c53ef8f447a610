// u_panic_handler_stack: a stack of handlers, each may recover or pass on
// topic: panic
package main

import "fmt"

type failure struct {
	op   string
	code int
}

func (f failure) Error() string { return fmt.Sprintf("%s failed (%d)", f.op, f.code) }

type handler func(r interface{}) (done bool)

type system struct {
	handlers []handler
	log      []string
}

func (s *system) protect(name string, f func()) (ok bool) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		for i := len(s.handlers) - 1; i >= 0; i-- {
			if s.handlers[i](r) {
				s.log = append(s.log, fmt.Sprint(name, " handled by ", i))
				return
			}
		}
		panic(fmt.Sprintf("%s: unhandled %v", name, r))
	}()
	f()
	return true
}

func run() {
	s := &system{}
	s.handlers = append(s.handlers, func(r interface{}) bool {
		_, ok := r.(error)
		return ok
	}, func(r interface{}) bool {
		f, ok := r.(failure)
		return ok && f.code < 500
	}, func(r interface{}) bool { return r == "quiet" })
	var arr []int
	fmt.Println(s.protect("a", func() { panic(failure{"read", 404}) }))
	fmt.Println(s.protect("b", func() { panic(failure{"write", 503}) }))
	fmt.Println(s.protect("c", func() { arr[len(arr)]++ }))
	fmt.Println(s.protect("d", func() { panic("quiet") }))
	fmt.Println(s.protect("e", func() {}))
	func() {
		defer func() { fmt.Println("outside:", recover()) }()
		s.protect("outer", func() {
			s.protect("inner", func() { panic(3.5) })
			fmt.Println("never")
		})
	}()
	for _, l := range s.log {
		fmt.Println(l)
	}
}

func main() { run() }
