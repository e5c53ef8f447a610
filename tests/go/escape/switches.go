package main

import "fmt"

var g []*int

func a(n int) *int {
	switch x := n * 2; {
	case x > 1:
		return &x
	case x < 0:
		y := x
		return &y
	}
	return nil
}
func b(n int) (p *int) {
	switch n {
	case 1, 2:
		z := n
		p = &z
		fallthrough
	case 3:
		w := n
		g = append(g, &w)
	case f(n):
	default:
		q := 1
		p = &q
	}
	return
}
func f(n int) int { return n }
func c(s string, b []byte) int {
	switch string(b) {
	case "a":
		return 1
	case s + "x":
		return 2
	}
	switch s {
	case "q", "r":
		return 3
	}
	switch {
	case s == "a" && len(b) > 2:
		return 4
	}
	return 0
}
func d(i interface{}) string {
	switch i {
	case 1:
		return "one"
	case "x":
		return "ex"
	case nil:
		return "nil"
	}
	return ""
}
func e(x, y interface{}) bool {
	switch x {
	case y:
		return true
	}
	return false
}
func h(n int) {
	switch {
	case n > 0:
		defer fmt.Println("d")
	case n < 0:
		x := n
		defer func() { fmt.Println(x) }()
	}
	for {
		switch n {
		case 1:
			continue
		case 2:
			break
		}
		break
	}
}
func i(c chan *int) {
	for {
		select {
		case p := <-c:
			g = append(g, p)
		default:
			x := 1
			select {
			case c <- &x:
			default:
			}
			return
		}
	}
}
func j(n int) int {
	if x := n; x > 0 {
		p := &x
		return *p
	} else if y := x + 1; y > 2 {
		q := &y
		g = append(g, q)
		return *q
	} else {
		return x + y
	}
}
func k(e error) int {
	switch err := e.(type) {
	case nil:
		return 0
	case interface{ Code() int }:
		return err.Code()
	case fmt.Stringer, error:
		fmt.Println(err)
	}
	return 1
}
func l(x interface{}) (r interface{}) {
	switch y := x.(type) {
	case int, string:
		r = y
	case []int:
		r = y[0]
	case func() interface{}:
		r = y()
	case map[string]interface{}:
		r = y["a"]
	case *interface{}:
		r = *y
	case interface{}:
		r = y
	}
	return
}
func main() {
	a(1)
	b(1)
	c("", nil)
	d(1)
	e(1, 2)
	h(1)
	_ = i
	j(1)
	k(nil)
	l(1)
}
