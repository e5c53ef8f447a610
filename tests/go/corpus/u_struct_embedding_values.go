// u_struct_embedding_values: embedding by value two levels deep, copies and addresses of parts
// topic: struct
package main

import "fmt"

type pos struct{ x, y int }

func (p *pos) move(dx, dy int) { p.x += dx; p.y += dy }
func (p pos) dist() int        { return p.x*p.x + p.y*p.y }

type body struct {
	pos
	vel pos
	m   int
}

func (b *body) step() *body { b.move(b.vel.x, b.vel.y); return b }

type ship struct {
	body
	fuel int
	crew []string
}

func (s ship) dist() int { return s.body.dist() / 100 }

type mover interface {
	move(int, int)
	dist() int
}

func push(ms []mover, dx int) (t int) {
	for _, m := range ms {
		m.move(dx, 0)
		t += m.dist()
	}
	return
}

func run() {
	s := ship{body: body{pos: pos{3, 4}, vel: pos{10, 0}}, crew: []string{"ann"}}
	s.step().step()
	fmt.Println(s.x, s.pos.y, s.dist(), s.body.dist(), s.body.pos.dist())
	t := s
	t.move(100, 0)
	t.crew[0] = "bob"
	fmt.Println(s.x, t.x, s.crew[0], s.pos == t.pos, s.vel == t.vel)
	p := &s.pos
	p.y = 0
	b := &s.body
	b.pos.x = 1
	fmt.Println(s.x, s.y, push([]mover{&s, b, p, &t}, 9))
	fmt.Println(s.x, t.x)
	f := s.move
	f(1, 1)
	list := []ship{s, t}
	for i := range list {
		list[i].move(1, 1)
	}
	for _, x := range list {
		x.move(5000, 0)
	}
	fmt.Println(list[0].x, list[1].x, list[0].pos == pos{30, 2})
}

func main() { run() }
