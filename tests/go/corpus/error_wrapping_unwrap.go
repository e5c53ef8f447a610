// error_wrapping_unwrap: a chain of wrapped errors walked by hand
// topic: iface
package main

import (
	"errors"
	"fmt"
	"strconv"
)

type unwrapper interface{ Unwrap() error }

type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return "line " + strconv.Itoa(e.line) + ": " + e.err.Error() }
func (e *lineError) Unwrap() error { return e.err }

var errSyntax = errors.New("syntax")

func parse(s string) (int, error) {
	if s == "" {
		return 0, errSyntax
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("parse %q: %w", s, err)
	}
	return n, nil
}

func load(lines []string) (sum int, err error) {
	for i, l := range lines {
		n, err := parse(l)
		if err != nil {
			return sum, &lineError{i + 1, err}
		}
		sum += n
	}
	return sum, err
}

func root(err error) error {
	for {
		u, ok := err.(unwrapper)
		if !ok {
			return err
		}
		next := u.Unwrap()
		if next == nil {
			return err
		}
		err = next
	}
}

func run() {
	for _, in := range [][]string{{"1", "20"}, {"3", "x"}, {"4", ""}, {"5", "99999999999999999999"}} {
		n, err := load(in)
		fmt.Println(n, err)
		if err != nil {
			fmt.Println("  root:", root(err), root(err) == errSyntax)
			if le, ok := err.(*lineError); ok {
				fmt.Println("  line:", le.line)
			}
		}
	}
	e := fmt.Errorf("plain %d", 3)
	_, ok := e.(unwrapper)
	fmt.Println(e, ok, root(e) == e, errors.New("syntax") == errSyntax)
	fmt.Println(strconv.Atoi("-0042"))
	fmt.Println(strconv.Atoi("12a"))
}

func main() { run() }
