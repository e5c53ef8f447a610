package main

import "fmt"

type state struct{ n int }

func (s state) String() string { return fmt.Sprint("state ", s.n) }

func main() { panic(state{9}) }
