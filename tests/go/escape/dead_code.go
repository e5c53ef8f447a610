package main

import "fmt"

const debug, on, n = false, true, 3
const name = "x"

var g *int

func a(b bool) *int {
	x := 1
	if debug && b {
		return &x
	}
	return nil
}
func b2(b bool) *int {
	x := 1
	if b && debug {
		return &x
	}
	return nil
}
func c(b bool) *int {
	x := 1
	if on || b {
		return nil
	}
	return &x
}
func d(b bool) *int {
	x := 1
	if b || on {
		return nil
	}
	return &x
}
func e() *int {
	x := 1
	if on {
		return nil
	} else {
		return &x
	}
}
func f() *int {
	x, y := 1, 2
	if on {
		g = &y
		return nil
	}
	g = &x
	return &x
}
func h() *int {
	x := 1
	if on {
		panic("z")
	}
	return &x
}
func i(b bool) *int {
	x := 1
	if on {
		if b {
			return nil
		}
	}
	return &x
}
func j() *int {
	x, y, z := 1, 2, 3
	switch n {
	case 1:
		return &x
	case 3:
		return &y
	default:
		return &z
	}
	return nil
}
func k() *int {
	x, y := 1, 2
	switch {
	case debug:
		return &x
	case on:
		return &y
	}
	return nil
}
func l() *int {
	x, y := 1, 2
	switch name {
	case "a":
		return &x
	case "x":
		fallthrough
	case "z":
		return &y
	}
	return nil
}
func m() *int {
	x, y := 1, 2
	switch n {
	case 9:
		return &x
	default:
		return &y
	}
}
func o(v int) *int {
	x, y := 1, 2
	switch n {
	case v:
		return &x
	case 3:
		return &y
	}
	return nil
}
func p() *int {
	x := 1
	if !on {
		return &x
	}
	if n > 5 {
		return &x
	}
	if n == 3 && name == "y" {
		return &x
	}
	return nil
}
func q() *int { x := 1; return nil; return &x }
func r() *int {
	x := 1
	for debug {
		return &x
	}
	for {
		if debug {
			return &x
		}
		break
	}
	return nil
}
func s() *int {
	x := 1
	goto end
	g = &x
end:
	return nil
}
func t() *int {
	x := 1
	if on {
		goto end
	}
	return &x
end:
	return nil
}
func u() *int {
	x := 1
	if on {
		return nil
	}
	g = &x
lab:
	for {
		break lab
	}
	return &x
}
func v() {
	if debug {
		f := func() *int { x := 1; return &x }
		f()
	}
	if on {
		y := 2
		fmt.Println(y)
	} else {
		z := 3
		fmt.Println(z)
	}
}
func w() *int {
	x := 1
	if debug {
		return &x
	} else if on {
		return nil
	} else {
		return &x
	}
	return &x
}
func x2() *int {
	x := 1
	{
		if on {
			return nil
		}
	}
	return &x
}
func y2(b bool) *int {
	x := 1
	if on && b {
		return &x
	}
	if debug || b {
		return &x
	}
	if (on && debug) || b {
		return nil
	}
	return nil
}
func z2() *int {
	x, y := 1, 2
	if len(name) == 1 {
		return &x
	}
	if n*2 == 6 {
		return &y
	}
	return nil
}
func z3() *int {
	x := 1
	const loc = false
	if loc {
		return &x
	}
	var vv = false
	if vv {
		return &x
	}
	return nil
}
func z4() *int {
	x := 1
	if on {
		x++
		for {
		}
	}
	return &x
}
func z5() *int {
	x := 1
	switch on {
	case true:
		return nil
	}
	return &x
}
func z6(e interface{}) *int {
	x := 1
	switch debug {
	case true:
		return &x
	case false:
	}
	switch e.(type) {
	case int:
		if debug {
			return &x
		}
	}
	select {
	default:
		if debug {
			return &x
		}
	}
	return nil
}
func z7() *int {
	x := 1
	if true {
		return nil
	}
	return &x
}
func z8() *int {
	if on {
		return nil
	}
	func() { x := 1; g = &x }()
	return nil
}
func main() {
	a(true)
	b2(true)
	c(true)
	d(true)
	e()
	f()
	i(true)
	j()
	k()
	l()
	m()
	o(1)
	p()
	q()
	r()
	s()
	t()
	u()
	v()
	w()
	x2()
	y2(true)
	z2()
	z3()
	_ = z4
	z5()
	z6(1)
	z7()
	z8()
	_ = h
}
