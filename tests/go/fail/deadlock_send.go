package main

func main() {
	c := make(chan int, 2)
	for i := 0; i < 5; i++ {
		println("send", i)
		c <- i
	}
}
