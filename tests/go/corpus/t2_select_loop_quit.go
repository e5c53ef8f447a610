// t2_select_loop_quit: an event loop with several channels, send cases and a quit channel
// topic: select
package main

import "fmt"

type cmd struct {
	name string
	arg  int
	res  chan<- int
}

type loop struct {
	cmds chan cmd
	quit chan struct{}
	out  chan string
	sum  int
}

func (l *loop) run() {
	var pending []string
	defer close(l.out)
	for {
		var out chan string
		var first string
		if len(pending) > 0 {
			out, first = l.out, pending[0]
		}
		select {
		case c := <-l.cmds:
			switch c.name {
			case "add":
				l.sum += c.arg
			case "say":
				pending = append(pending, fmt.Sprint("say ", c.arg), fmt.Sprint("again ", c.arg))
			}
			if c.res != nil {
				c.res <- l.sum
			}
		case out <- first:
			pending = pending[1:]
		case <-l.quit:
			return
		}
	}
}

func (l *loop) do(name string, arg int) int {
	r := make(chan int)
	l.cmds <- cmd{name, arg, r}
	return <-r
}

func run() {
	l := &loop{cmds: make(chan cmd), quit: make(chan struct{}), out: make(chan string)}
	go l.run()
	fmt.Println(l.do("add", 300), l.do("add", 50))
	fmt.Println(l.do("say", 5))
	fmt.Println(<-l.out)
	l.cmds <- cmd{name: "add", arg: 1}
	fmt.Println(<-l.out, l.do("none", 0))
	close(l.quit)
	_, ok := <-l.out
	fmt.Println(ok, l.sum)
	arr := make([]int, 2)
	c := make(chan int, 1)
	c <- 10
	i := 1
	select {
	case arr[i] = <-c:
	case c <- arr[0]:
		arr[0]++
	}
	fmt.Println(len(c), arr)
}

func main() { run() }
