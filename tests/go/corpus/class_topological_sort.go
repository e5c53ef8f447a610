// class_topological_sort: tasks with dependencies, order, cycles and the critical path
// topic: classroom
package main

import "fmt"

type task struct {
	name  string
	cost  int
	needs []*task
	state int
	start int
}

type plan struct {
	tasks map[string]*task
	names []string
	order []*task
	cycle []string
}

func (p *plan) task(name string) *task {
	if t, ok := p.tasks[name]; ok {
		return t
	}
	t := &task{name: name, cost: 1}
	p.tasks[name] = t
	p.names = append(p.names, name)
	return t
}

func (p *plan) add(name string, cost int, needs []string) {
	t := p.task(name)
	t.cost = cost
	for _, n := range needs {
		t.needs = append(t.needs, p.task(n))
	}
}

func (p *plan) visit(t *task) bool {
	switch t.state {
	case 1:
		p.cycle = append(p.cycle, t.name)
		return false
	case 2:
		return true
	}
	t.state = 1
	for _, n := range t.needs {
		if !p.visit(n) {
			p.cycle = append(p.cycle, t.name)
			return false
		}
		if end := n.start + n.cost; end > t.start {
			t.start = end
		}
	}
	t.state = 2
	p.order = append(p.order, t)
	return true
}

func (p *plan) solve() bool {
	for _, n := range p.names {
		if !p.visit(p.tasks[n]) {
			return false
		}
	}
	return true
}

func newPlan() *plan { return &plan{tasks: make(map[string]*task)} }

func run() {
	p := newPlan()
	p.add("roof", 30, []string{"walls"})
	p.add("walls", 100, []string{"base", "bricks"})
	p.add("paint", 20, []string{"walls", "roof"})
	p.add("base", 50, nil)
	p.add("party", 5, []string{"paint", "beer"})
	fmt.Println(p.solve(), len(p.order))
	for _, t := range p.order {
		fmt.Println(t.name, t.start, t.start+t.cost)
	}
	q := newPlan()
	q.add("a", 1, []string{"b"})
	q.add("b", 1, []string{"c", "d"})
	q.add("d", 1, []string{"a"})
	fmt.Println(q.solve(), len(q.cycle), q.cycle[0], q.cycle[1], len(q.order))
}

func main() { run() }
