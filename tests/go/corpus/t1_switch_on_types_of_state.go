// t1_switch_on_types_of_state: a traffic light and a turnstile as state machines
// topic: switch
package main

import "fmt"

type state int

const (
	locked   state = 0
	unlocked state = 1
	broken   state = 2
)

type event string

type machine struct {
	s     state
	coins int
	trace []state
	onErr func(state, event)
}

func (m *machine) fire(e event) bool {
	old := m.s
	switch m.s {
	case locked:
		switch e {
		case "coin":
			m.coins++
			m.s = unlocked
		case "kick":
			m.s = broken
		default:
			m.onErr(m.s, e)
		}
	case unlocked:
		if e == "push" {
			m.s = locked
		} else if e == "coin" {
			m.coins++
		} else {
			m.onErr(m.s, e)
		}
	case broken:
		if e != "fix" {
			m.onErr(m.s, e)
			break
		}
		m.s = locked
	}
	if m.s != old {
		m.trace = append(m.trace, m.s)
	}
	return m.s != old
}

func run() {
	errs := 0
	m := &machine{onErr: func(s state, e event) {
		errs++
		fmt.Println("ignored", string(e), "in", int(s))
	}}
	changed := 0
	for _, e := range []event{"push", "coin", "coin", "push", "kick", "coin", "fix", "coin", "fix"} {
		if m.fire(e) {
			changed++
		}
	}
	fmt.Println(errs, changed, m.coins, len(m.trace), m.trace[2] == broken, m.s)
}

func main() { run() }
