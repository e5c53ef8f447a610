// class_lru_cache: a cache with a doubly linked list and a map
// topic: classroom
package main

import "fmt"

type entry struct {
	key, val   int
	prev, next *entry
}

type lru struct {
	cap        int
	items      map[int]*entry
	head, tail *entry
	hits, miss int
}

func newLRU(n int) *lru {
	c := &lru{cap: n, items: make(map[int]*entry)}
	c.head = &entry{}
	c.tail = &entry{prev: c.head}
	c.head.next = c.tail
	return c
}

func (c *lru) unlink(e *entry) {
	e.prev.next = e.next
	e.next.prev = e.prev
}

func (c *lru) front(e *entry) {
	e.prev = c.head
	e.next = c.head.next
	c.head.next.prev = e
	c.head.next = e
}

func (c *lru) get(k int) int {
	e, ok := c.items[k]
	if !ok {
		c.miss++
		return -1
	}
	c.hits++
	c.unlink(e)
	c.front(e)
	return e.val
}

func (c *lru) put(k, v int) {
	if e, ok := c.items[k]; ok {
		e.val = v
		c.unlink(e)
		c.front(e)
		return
	}
	if len(c.items) == c.cap {
		old := c.tail.prev
		c.unlink(old)
		delete(c.items, old.key)
	}
	e := &entry{key: k, val: v}
	c.items[k] = e
	c.front(e)
}

func run() {
	c := newLRU(3)
	for i := 1; i <= 4; i++ {
		c.put(i, i*100)
	}
	fmt.Println(c.get(1), c.get(2), c.get(4))
	c.put(5, 500)
	fmt.Println(c.get(3), c.get(2), c.get(5))
	c.put(2, 222)
	c.put(6, 600)
	for e := c.head.next; e != c.tail; e = e.next {
		fmt.Println(e.key, e.val)
	}
	fmt.Println(len(c.items), c.hits, c.miss)
}

func main() { run() }
