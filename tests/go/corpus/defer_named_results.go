// defer_named_results: deferred functions change named results after return
// topic: defer
package main

import "fmt"

func a() (n int) {
	defer func() { n *= 2 }()
	n = 5
	return n + 10
}

func b() (s string, ok bool) {
	defer func() {
		if recover() != nil {
			s, ok = "recovered", true
		}
	}()
	var m map[string]int
	m["x"]++
	return "normal", false
}

func c() (p *int, n int) {
	defer func(k int) { n += k }(n + 100)
	n = 1
	p = &n
	return p, n + 1
}

func d() int {
	n := 7
	defer func() { n = 1000 }()
	return n
}

func e(v int) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("e(%d): %w", v, err)
		}
	}()
	if v > 2 {
		return fmt.Errorf("too big")
	}
	return
}

func f() (out []int) {
	for i := 0; i < 4; i++ {
		defer func(k int) { out = append(out, k*10+i) }(i)
	}
	return []int{-1}
}

func run() {
	fmt.Println(a())
	fmt.Println(b())
	p, n := c()
	fmt.Println(*p, n, d())
	fmt.Println(e(1), e(3))
	for _, v := range f() {
		fmt.Print(v, " ")
	}
	fmt.Println()
}

func main() { run() }
