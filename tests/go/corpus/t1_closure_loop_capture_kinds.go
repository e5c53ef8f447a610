// t1_closure_loop_capture_kinds: loop variables of the three loop forms captured
// topic: closure
package main

import "fmt"

func run() {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { return i })
	}
	for i, v := range []int{100, 200} {
		fs = append(fs, func() int { return i*1000 + v })
	}
	n := 5
	for n > 3 {
		m := n
		fs = append(fs, func() int { n += 10; return m })
		n--
	}
	for k := range map[string]int{"only": 1} {
		fs = append(fs, func() int { return len(k) })
	}
	for i := 0; i < 2; i++ {
		func() {
			j := i
			fs = append(fs, func() int { j++; return j })
		}()
	}
	for _, f := range fs {
		fmt.Println(f())
	}
	fmt.Println(n, fs[len(fs)-1]())
	for i := 0; i < 2; i++ {
		add := func(k int) { i += k }
		add(0)
		fmt.Println("i", i)
	}
}

func main() { run() }
