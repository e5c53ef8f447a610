// class_lisp: a small lisp with closures, environments and recursion
// topic: classroom
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

type expr interface{}
type symbol string
type list []expr
type env struct {
	vars  map[symbol]expr
	outer *env
}
type lambda struct {
	params []symbol
	body   expr
	env    *env
}
type builtin func(args ...expr) (expr, error)

var errEOF = errors.New("unexpected end")

func tokens(s string) []string {
	var b strings.Builder
	for _, r := range s {
		if r == '(' || r == ')' {
			b.WriteString(" " + string(r) + " ")
		} else {
			b.WriteRune(r)
		}
	}
	return strings.Fields(b.String())
}

func read(ts *[]string) (expr, error) {
	if len(*ts) == 0 {
		return nil, errEOF
	}
	t := (*ts)[0]
	*ts = (*ts)[1:]
	switch t {
	case "(":
		var l list
		for len(*ts) > 0 && (*ts)[0] != ")" {
			e, err := read(ts)
			if err != nil {
				return nil, err
			}
			l = append(l, e)
		}
		if len(*ts) == 0 {
			return nil, errEOF
		}
		*ts = (*ts)[1:]
		return l, nil
	case ")":
		return nil, errors.New("unexpected )")
	}
	if n, err := strconv.Atoi(t); err == nil {
		return n, nil
	}
	return symbol(t), nil
}

func (e *env) find(s symbol) *env {
	for ; e != nil; e = e.outer {
		if _, ok := e.vars[s]; ok {
			return e
		}
	}
	return nil
}

func (f *lambda) call(args []expr) (expr, error) {
	if len(args) != len(f.params) {
		return nil, fmt.Errorf("want %d arguments, have %d", len(f.params), len(args))
	}
	inner := &env{make(map[symbol]expr, len(args)), f.env}
	for i, p := range f.params {
		inner.vars[p] = args[i]
	}
	return eval(f.body, inner)
}

func truth(e expr) bool { return e != nil && e != 0 && e != false }

func eval(x expr, e *env) (expr, error) {
	switch x := x.(type) {
	case symbol:
		if f := e.find(x); f != nil {
			return f.vars[x], nil
		}
		return nil, fmt.Errorf("undefined %s", string(x))
	case list:
		if len(x) == 0 {
			return nil, nil
		}
		if head, ok := x[0].(symbol); ok {
			switch head {
			case "if":
				c, err := eval(x[1], e)
				if err != nil {
					return nil, err
				}
				if truth(c) {
					return eval(x[2], e)
				}
				return eval(x[3], e)
			case "define":
				v, err := eval(x[2], e)
				e.vars[x[1].(symbol)] = v
				return v, err
			case "set!":
				v, err := eval(x[2], e)
				s := x[1].(symbol)
				e.find(s).vars[s] = v
				return v, err
			case "lambda":
				f := &lambda{body: x[2], env: e}
				for _, p := range x[1].(list) {
					f.params = append(f.params, p.(symbol))
				}
				return f, nil
			}
		}
		vals := make([]expr, len(x))
		for i := range x {
			v, err := eval(x[i], e)
			if err != nil {
				return nil, err
			}
			vals[i] = v
		}
		switch f := vals[0].(type) {
		case *lambda:
			return f.call(vals[1:])
		case builtin:
			return f(vals[1:]...)
		default:
			return nil, fmt.Errorf("%v is no function", f)
		}
	}
	return x, nil
}

func fold(f func(a, b int) int) builtin {
	return func(args ...expr) (expr, error) {
		t := args[0].(int)
		for _, a := range args[1:] {
			t = f(t, a.(int))
		}
		return t, nil
	}
}

func try(src string, e *env) (out string) {
	defer func() {
		if r := recover(); r != nil {
			out = fmt.Sprint("panic: ", r)
		}
	}()
	ts := tokens(src)
	for len(ts) > 0 {
		x, err := read(&ts)
		if err != nil {
			return err.Error()
		}
		v, err := eval(x, e)
		if err != nil {
			return err.Error()
		}
		switch v.(type) {
		case *lambda, builtin:
			out = "function"
		default:
			out = fmt.Sprintf("%v %T", v, v)
		}
	}
	return
}

func run() {
	e := &env{vars: map[symbol]expr{
		"+": fold(func(a, b int) int { return a + b }),
		"*": fold(func(a, b int) int { return a * b }),
		"-": fold(func(a, b int) int { return a - b }),
		"/": fold(func(a, b int) int { return a / b }),
		"<": builtin(func(args ...expr) (expr, error) { return args[0].(int) < args[1].(int), nil }),
		"list": builtin(func(args ...expr) (expr, error) { return list(args), nil }),
	}}
	for _, s := range []string{"(+ 1 (* 20 30) (- 5))", "(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1)))))) (fact 10)",
		"(define counter (lambda (n) (lambda () (set! n (+ n 1)))))", "(define c (counter 100)) (c) (c)", "(list 1 (list 2 (quote)) ())",
		"(foo)", "(fact 1 2)", "(5 6)", "(+ 1", ")", "(/ 1 0)", "(+ fact 1)", "(set! nope 1)", "((lambda (x) (* x x)) 12)"} {
		fmt.Println(try(s, e))
	}
}

func main() { run() }
