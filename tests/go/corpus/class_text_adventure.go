// class_text_adventure: rooms linked by a map of directions, a player walks
// topic: classroom
package main

import "fmt"

type room struct {
	name  string
	exits map[string]*room
	items []string
}

type player struct {
	at    *room
	bag   []string
	moves int
}

func link(a, b *room, there, back string) {
	a.exits[there] = b
	b.exits[back] = a
}

func newRoom(name string, items []string) *room {
	return &room{name, make(map[string]*room), items}
}

func (p *player) do(cmd string, arg string) bool {
	p.moves++
	switch cmd {
	case "go":
		r, ok := p.at.exits[arg]
		if !ok {
			fmt.Println("no way", arg)
			return false
		}
		p.at = r
		fmt.Println("you are in", r.name)
	case "take":
		for i, it := range p.at.items {
			if it == arg {
				p.bag = append(p.bag, it)
				last := len(p.at.items) - 1
				p.at.items[i] = p.at.items[last]
				p.at.items = p.at.items[:last]
				fmt.Println("taken", it)
				return true
			}
		}
		fmt.Println("no", arg, "here")
		return false
	case "drop":
		if len(p.bag) == 0 {
			return false
		}
		p.at.items = append(p.at.items, p.bag[len(p.bag)-1])
		p.bag = p.bag[:len(p.bag)-1]
	default:
		p.moves--
		return false
	}
	return true
}

func run() {
	hall := newRoom("hall", []string{"lamp", "coin"})
	cellar := newRoom("cellar", nil)
	attic := newRoom("attic", []string{"book"})
	link(hall, cellar, "down", "up")
	link(hall, attic, "up", "down")
	p := player{at: hall}
	cmds := [][2]string{{"take", "lamp"}, {"go", "down"}, {"go", "east"}, {"drop", ""}, {"go", "up"}, {"take", "lamp"}, {"take", "coin"}, {"go", "up"}, {"take", "book"}, {"sing", "song"}}
	good := 0
	for _, c := range cmds {
		if p.do(c[0], c[1]) {
			good++
		}
	}
	fmt.Println(good, p.moves, len(p.bag), p.bag[1], len(cellar.items), len(hall.items))
}

func main() { run() }
