// t2_closure_defer_loop_order: defers in loops, with arguments and captures
// topic: defer
package main

import "fmt"

func loops(n int) (out []string) {
	for i := 0; i < n; i++ {
		defer func(k int) { out = append(out, fmt.Sprint("arg ", k, " var ", i)) }(i)
	}
	for _, s := range []string{"a", "b"} {
		s := s
		defer func() { out = append(out, s) }()
	}
	return
}

func cleanup(names ...string) (err error) {
	open := map[string]bool{}
	for _, n := range names {
		if open[n] {
			return fmt.Errorf("%s opened twice", n)
		}
		open[n] = true
		defer func(n string) {
			delete(open, n)
			if len(open) == 0 && err != nil {
				err = fmt.Errorf("%w (cleaned up)", err)
			}
		}(n)
	}
	return nil
}

type lock struct{ depth, max int }

func (l *lock) lock() *lock {
	l.depth++
	if l.depth > l.max {
		l.max = l.depth
	}
	return l
}
func (l *lock) unlock() { l.depth-- }

func nest(l *lock, n int) {
	defer l.lock().unlock()
	if n > 0 {
		nest(l, n-1)
	}
	for i := 0; i < n; i++ {
		defer l.lock().unlock()
	}
}

func run() {
	for _, s := range loops(3) {
		fmt.Println(s)
	}
	fmt.Println(cleanup("a", "b"), cleanup("x", "y", "x"))
	l := &lock{}
	nest(l, 3)
	fmt.Println(l.depth, l.max)
	for i := 0; i < 2; i++ {
		defer fmt.Println("deferred in run", i)
		defer fmt.Printf("%d-%s\n", i, "fmt")
	}
	x := []int{1, 2, 3}
	defer fmt.Println(len(x), x[0])
	x[0], x = 99, nil
	defer func(s []int) { fmt.Println(s == nil) }(x)
}

func main() { run() }
