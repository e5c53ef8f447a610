package main

import "fmt"

type A struct{ p *int }
type B struct{ x, y int }
type E struct{ msg string }

func (e *E) Error() string { return e.msg }
func kind(v interface{}) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int:
		return fmt.Sprint("int", x)
	case string, []byte:
		return fmt.Sprint(x)
	case *A:
		return fmt.Sprint(*x.p)
	case A:
		return fmt.Sprint(x.p)
	case B:
		return fmt.Sprint(x.x)
	case error:
		return x.Error()
	case func() int:
		return fmt.Sprint(x())
	default:
		return fmt.Sprintf("%T", x)
	}
}
func ret(v interface{}) *int {
	switch x := v.(type) {
	case *int:
		return x
	case A:
		return x.p
	case B:
		return &x.x
	}
	return nil
}
func nobind(v interface{}) bool {
	switch v.(type) {
	case int, *A:
		return true
	}
	return false
}

var g interface{}

func leak(v interface{}) {
	switch x := v.(type) {
	case *A:
		g = x
	case []int:
		g = x[0]
	}
}
func init2(v interface{}) int {
	switch y := v; x := y.(type) {
	case int:
		return x
	}
	return 0
}
func errs(n int) error {
	if n > 0 {
		return &E{"n"}
	}
	return nil
}
func main() {
	kind(1)
	ret(2)
	nobind(3)
	leak(4)
	init2(5)
	if e, ok := errs(1).(*E); ok {
		fmt.Println(e.msg)
	}
}
