package main

var zero int
var x = 10 / zero

func main() { println(x) }
