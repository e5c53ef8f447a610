package main

type text string

func main() { panic(text("named \"text\"\nline two")) }
