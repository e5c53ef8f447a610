// class_event_simulation: a simulation driven by a priority queue of events
// topic: classroom
package main

import "fmt"

type event struct {
	at   int
	seq  int
	name string
	act  func(*sim)
}

type sim struct {
	now    int
	seq    int
	queue  []*event
	served int
	waited int
	line   []int
	busy   bool
}

func (s *sim) less(a, b *event) bool {
	return a.at < b.at || a.at == b.at && a.seq < b.seq
}

func (s *sim) schedule(delay int, name string, act func(*sim)) {
	s.seq++
	e := &event{s.now + delay, s.seq, name, act}
	s.queue = append(s.queue, e)
	i := len(s.queue) - 1
	for i > 0 {
		p := (i - 1) / 2
		if !s.less(s.queue[i], s.queue[p]) {
			break
		}
		s.queue[i], s.queue[p] = s.queue[p], s.queue[i]
		i = p
	}
}

func (s *sim) next() *event {
	if len(s.queue) == 0 {
		return nil
	}
	e := s.queue[0]
	last := len(s.queue) - 1
	s.queue[0] = s.queue[last]
	s.queue[last] = nil
	s.queue = s.queue[:last]
	i := 0
	for {
		c := 2*i + 1
		if c >= last {
			break
		}
		if c+1 < last && s.less(s.queue[c+1], s.queue[c]) {
			c++
		}
		if !s.less(s.queue[c], s.queue[i]) {
			break
		}
		s.queue[i], s.queue[c] = s.queue[c], s.queue[i]
		i = c
	}
	return e
}

func serve(s *sim) {
	if s.busy || len(s.line) == 0 {
		return
	}
	s.busy = true
	came := s.line[0]
	s.line = s.line[1:]
	s.waited += s.now - came
	s.schedule(4+s.served%3, "done", func(s *sim) {
		s.busy = false
		s.served++
		serve(s)
	})
}

func arrivals(n, gap int) func(*sim) {
	var arrive func(*sim)
	arrive = func(s *sim) {
		s.line = append(s.line, s.now)
		serve(s)
		n--
		if n > 0 {
			s.schedule(gap+n%2, "arrive", arrive)
		}
	}
	return arrive
}

func run() {
	s := &sim{}
	s.schedule(0, "arrive", arrivals(6, 3))
	s.schedule(10, "arrive", arrivals(3, 2))
	s.schedule(1000, "end", func(s *sim) { s.queue = nil })
	steps := 0
	for e := s.next(); e != nil; e = s.next() {
		s.now = e.at
		e.act(s)
		steps++
		if e.name == "done" {
			fmt.Println("t", s.now, "served", s.served, "line", len(s.line))
		}
	}
	fmt.Println(s.now, steps, s.served, s.waited, s.busy)
}

func main() { run() }
