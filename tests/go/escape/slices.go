package main

import "fmt"

var g []*int

func app(s []*int, p *int) []*int      { return append(s, p) }
func appN(s []int) []int               { s = append(s, 1, 2, 3); return s }
func appS(a, b []*int) []*int          { return append(a, b...) }
func appStr(b []byte, s string) []byte { return append(b, s...) }
func appLocal() int                    { var s []*int; x := 1; s = append(s, &x); return len(s) }
func appInt() int {
	s := []int{}
	for i := 0; i < 3; i++ {
		s = append(s, i)
	}
	return len(s)
}
func cp(a, b []*int)             { copy(a, b) }
func cpS(a []byte, s string) int { return copy(a, s) }
func cpI(a, b []int)             { copy(a, b) }
func sl(a []int) []int           { return a[1:2] }
func sl3(a []int) []int          { return a[1:2:3] }
func arrSl() []int               { var a [4]int; return a[:2] }
func arrSlLocal() int            { var a [4]int; s := a[:]; return len(s) }
func parrSl(a *[4]int) []int     { return a[1:] }
func elem(a []*int) *int         { return a[0] }
func setElem(a []*int, p *int)   { a[0] = p }
func setLocal() {
	x := 1
	a := make([]*int, 3)
	a[0] = &x
	b := [3]*int{}
	y := 2
	b[0] = &y
	c := &b
	z := 3
	c[1] = &z
}
func twod(n int) [][]int {
	m := make([][]int, n)
	for i := range m {
		m[i] = make([]int, n)
	}
	return m
}
func twodLocal() int {
	m := make([][]int, 3)
	for i := range m {
		m[i] = make([]int, 3)
	}
	return len(m)
}
func lit() []int                     { return []int{1, 2} }
func litLocal() int                  { s := []int{1, 2}; t := []string{"a", "b"}; return len(s) + len(t) }
func conv(s string) ([]byte, []rune) { return []byte(s), []rune(s) }
func convLocal(s string, b []byte, r []rune) int {
	x := []byte(s)
	y := []rune(s)
	return len(x) + len(y) + len(string(b)) + len(string(r)) + len(string(r[0]))
}
func str(b []byte) string       { return string(b) }
func cat(a, b string) string    { return a + b + "c" + a }
func catLocal(a, b string) bool { return a+b == "ab" }
func catOp(a string) string {
	for i := 0; i < 3; i++ {
		a += "x"
	}
	return a
}
func sub(s string) string                      { return s[1:3] }
func byteAt(s string) byte                     { return s[0] }
func fn(fs []func(), f func()) []func()        { return append(fs, f) }
func ifc(a []interface{}, x int) []interface{} { return append(a, x, "s", nil, &x) }
func filter(xs []int, f func(int) bool) []int {
	out := xs[:0]
	for _, x := range xs {
		if f(x) {
			out = append(out, x)
		}
	}
	return out
}
func ptrToSlice(p *[]int)           { *p = append(*p, 1) }
func ptrToSlice2(p *[]*int, q *int) { *p = append(*p, q) }
func named() {
	type ints []int
	var x ints = []int{1}
	x = append(x, 2)
	fmt.Println(len(x), cap(x))
	y := []int(x)
	_ = y
	z := ints(y)
	_ = z
}
func main() {
	app(nil, nil)
	appN(nil)
	appS(nil, nil)
	appStr(nil, "")
	appLocal()
	appInt()
	cp(nil, nil)
	cpS(nil, "")
	cpI(nil, nil)
	sl(make([]int, 5))
	sl3(make([]int, 5))
	arrSl()
	arrSlLocal()
	parrSl(&[4]int{})
	setLocal()
	twod(2)
	twodLocal()
	lit()
	litLocal()
	conv("")
	str(nil)
	cat("", "")
	catLocal("", "")
	catOp("")
	fn(nil, nil)
	ifc(nil, 1)
	filter(nil, nil)
	var s []int
	ptrToSlice(&s)
	named()
}
