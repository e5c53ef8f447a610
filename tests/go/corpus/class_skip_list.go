// class_skip_list: a skip list with a small random generator of its own
// topic: classroom
package main

import "fmt"

const maxLevel = 5

type node struct {
	key   int
	val   *string
	links []*node
}

type skip struct {
	head  *node
	level int
	size  int
	seed  int
	steps int
}

func newSkip() *skip {
	return &skip{head: &node{links: make([]*node, maxLevel)}, level: 1, seed: 12345}
}

func (s *skip) random() int {
	l := 1
	for l < maxLevel {
		s.seed = (s.seed*1103515245 + 12345) % 2147483648
		if s.seed/65536%2 == 0 {
			break
		}
		l++
	}
	return l
}

func (s *skip) path(key int) [maxLevel]*node {
	var prev [maxLevel]*node
	n := s.head
	for i := maxLevel - 1; i >= 0; i-- {
		for n.links[i] != nil && n.links[i].key < key {
			n = n.links[i]
			s.steps++
		}
		prev[i] = n
	}
	return prev
}

func (s *skip) put(key int, val string) bool {
	prev := s.path(key)
	if n := prev[0].links[0]; n != nil && n.key == key {
		*n.val = val
		return false
	}
	l := s.random()
	if l > s.level {
		s.level = l
	}
	n := &node{key, &val, make([]*node, l)}
	for i := range n.links {
		n.links[i] = prev[i].links[i]
		prev[i].links[i] = n
	}
	s.size++
	return true
}

func (s *skip) get(key int) *string {
	prev := s.path(key)
	if n := prev[0].links[0]; n != nil && n.key == key {
		return n.val
	}
	return nil
}

func (s *skip) del(key int) bool {
	prev := s.path(key)
	n := prev[0].links[0]
	if n == nil || n.key != key {
		return false
	}
	for i, next := range n.links {
		prev[i].links[i] = next
	}
	s.size--
	return true
}

func (s *skip) from(key int, visit func(int, string) bool) {
	prev := s.path(key)
	for n := prev[0].links[0]; n != nil; n = n.links[0] {
		if !visit(n.key, *n.val) {
			return
		}
	}
}

func run() {
	s := newSkip()
	for i := 0; i < 12; i++ {
		s.put(i*7%12*100, "v")
	}
	fmt.Println(s.size, s.level, s.put(300, "three"), s.put(301, "more"))
	if v := s.get(300); v != nil {
		fmt.Println(*v, s.get(299) == nil)
		*v += "!"
	}
	fmt.Println(s.del(700), s.del(700), s.size)
	count := 0
	s.from(250, func(k int, v string) bool {
		fmt.Println(k, v)
		count++
		return count < 4
	})
	fmt.Println(s.steps > 0, count)
}

func main() { run() }
