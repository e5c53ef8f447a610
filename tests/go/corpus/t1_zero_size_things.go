// t1_zero_size_things: empty structs and empty arrays as values, elements and channel signals
// topic: zero
package main

import "fmt"

type token struct{}
type none [0]int
type set map[string]token

func (t token) id() int    { return 7 }
func (t *token) ptr() bool { return t != nil }

func (s set) add(k string) bool {
	if _, ok := s[k]; ok {
		return false
	}
	s[k] = token{}
	return true
}

func signal() chan token {
	c := make(chan token)
	go func() { c <- token{}; close(c) }()
	return c
}

type holder struct {
	a token
	n int
	b none
}

func run() {
	s := set{}
	fmt.Println(s.add("a"), s.add("a"), s.add("b"), len(s))
	c := signal()
	v, ok := <-c
	_, ok2 := <-c
	fmt.Println(v == token{}, ok, ok2, v.id(), v.ptr())
	ts := []token{{}, {}, token{}}
	ts = append(ts, token{})
	n := 0
	for range ts {
		n++
	}
	h := holder{n: 300}
	fmt.Println(n, len(ts), len(h.b), h.n, h.a == ts[0])
	var e interface{} = token{}
	var f interface{} = none{}
	fmt.Println(e == interface{}(token{}), e == f, f == interface{}([0]int{}))
	p, q := new(token), &none{}
	fmt.Println(p.id(), len(q), p.ptr())
	arr := [5]token{}
	fmt.Println(len(arr), arr[4].id())
}

func main() { run() }
