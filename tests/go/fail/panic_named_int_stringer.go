package main

type color int

func (c color) String() string { return [...]string{"red", "green"}[c] }

func main() { panic(color(1)) }
