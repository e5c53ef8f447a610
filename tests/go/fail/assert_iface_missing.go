package main

import "fmt"

type runner interface {
	run()
	stop()
}
type dog struct{}

func (dog) run() {}

func main() {
	var v interface{} = dog{}
	fmt.Println("checking")
	v.(runner).run()
}
