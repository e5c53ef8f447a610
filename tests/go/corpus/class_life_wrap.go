// class_life_wrap: a glider on a torus of bool rows
// topic: classroom
package main

import "fmt"

const size = 6

type world struct {
	now, next [size][size]bool
	age       int
}

func (w *world) alive(r, c int) int {
	if w.now[(r+size)%size][(c+size)%size] {
		return 1
	}
	return 0
}

func (w *world) step() {
	for r := 0; r < size; r++ {
		for c := 0; c < size; c++ {
			n := 0
			for dr := -1; dr <= 1; dr++ {
				for dc := -1; dc <= 1; dc++ {
					if dr != 0 || dc != 0 {
						n += w.alive(r+dr, c+dc)
					}
				}
			}
			w.next[r][c] = n == 3 || n == 2 && w.now[r][c]
		}
	}
	w.now, w.next = w.next, w.now
	w.age++
}

func (w *world) show() {
	for _, row := range w.now {
		s := ""
		for _, cell := range row {
			if cell {
				s += "#"
			} else {
				s += "."
			}
		}
		fmt.Println(s)
	}
}

func (w world) count() int {
	n := 0
	for _, row := range w.now {
		for _, c := range row {
			if c {
				n++
			}
		}
	}
	return n
}

func run() {
	w := &world{}
	for _, p := range [5][2]int{{0, 1}, {1, 2}, {2, 0}, {2, 1}, {2, 2}} {
		w.now[p[0]][p[1]] = true
	}
	start := w.now
	for i := 0; i < 4; i++ {
		w.step()
	}
	w.show()
	fmt.Println(w.count(), w.age, start == w.now)
	for w.now != start {
		w.step()
	}
	fmt.Println(w.age)
}

func main() { run() }
