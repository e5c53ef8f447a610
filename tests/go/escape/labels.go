package main

func a(n int) *int {
	var p *int
	i := 0
loop:
	x := i
	p = &x
	i++
	if i < n {
		goto loop
	}
	return p
}
func b(n int) int {
	var p *int
	i := 0
loop:
	x := i
	p = &x
	i++
	if i < n {
		goto loop
	}
	return *p
}
func c(n int) int {
	s := 0
outer:
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			v := j
			q := &v
			if j == 2 {
				continue outer
			}
			if i == 3 {
				break outer
			}
			s += *q
		}
	}
	return s
}
func d(n int) int {
	var p *int
	if n > 0 {
		goto end
	}
	n++
	{
		z := 1
		p = &z
	}
end:
	w := 1
	if p == nil {
		p = &w
	}
	return *p
}
func e(n int) int {
	var p *int
	{
	again:
		y := n
		p = &y
		n--
		if n > 0 {
			goto again
		}
	}
	k := 3
	q := &k
	p = q
	if n < 0 {
	back:
		r := n
		p = &r
		n++
		if n < 0 {
			goto back
		}
	}
	t := 5
	p = &t
	return *p
}
func f(n int) {
	i := 0
	for {
		if i > n {
			break
		}
		x := new(int)
		*x = i
		i++
		func() {
			switch {
			case i > 1:
				break
			default:
			}
		}()
	}
}
func g(n int) *int {
	switch n {
	case 1:
		x := 1
		return &x
	case 2:
		fallthrough
	case 3:
		y := 2
		return &y
	default:
	}
sw:
	switch {
	case n > 3:
		break sw
	}
	return nil
}
func main() {
	a(1)
	b(1)
	c(1)
	d(1)
	e(1)
	f(1)
	g(1)
}
