// w_init_gc_fallthrough: tables filled by init, garbage collected, levels by fallthrough
// topic: deadcode
package main

import (
	"fmt"
	"runtime"
)

const tracing = 1 > 2

var names [4]string
var traces []string

type tree struct{ l, r *tree }

func init() {
	for i := range names {
		names[i] = string(rune('a'+i)) + "-level"
	}
}

func enabled(level int) (out []string) {
	switch level {
	case 3:
		out = append(out, names[3])
		fallthrough
	case 2:
		out = append(out, names[2])
		fallthrough
	case 1:
		out = append(out, names[1])
		if tracing {
			traces = append(traces, out[0])
		}
		fallthrough
	default:
		out = append(out, names[0])
	}
	return
}

func grow(d int) *tree {
	if d == 0 {
		return nil
	}
	return &tree{grow(d - 1), grow(d - 1)}
}

func (t *tree) count() int {
	if t == nil {
		return 0
	}
	return 1 + t.l.count() + t.r.count()
}

func run() {
	for _, l := range []int{3, 1, 0, 9} {
		fmt.Println(l, enabled(l))
	}
	t := grow(5)
	t.l = nil
	runtime.GC()
	fmt.Println(t.count(), len(traces))
	if tracing {
		n := t.count()
		traces = append(traces, fmt.Sprint(&n))
	}
}

func main() { run() }
