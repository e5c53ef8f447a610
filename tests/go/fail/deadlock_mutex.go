package main

import "sync"

type counter struct {
	sync.Mutex
	n int
}

func (c *counter) inc() {
	c.Lock()
	defer c.Unlock()
	c.n++
	if c.n < 3 {
		c.inc()
	}
}

func main() {
	c := &counter{}
	c.inc()
}
