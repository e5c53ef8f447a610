// t1_global_counter_struct: package level struct, array, map and function values changed by functions
// topic: global
package main

import "fmt"

type stats struct {
	n, sum   int
	min, max *int
	names    [2]string
}

var st stats
var hist [5]int
var index = make(map[string]*int)
var hook func(int)
var stack []interface{}
var last interface{}
var err error

type oops struct{}

func (oops) Error() string { return "oops" }

func add(v int) {
	st.n++
	st.sum += v
	if st.min == nil || v < *st.min {
		st.min = &v
	}
	if st.max == nil || v > *st.max {
		w := v
		st.max = &w
	}
	hist[v%len(hist)]++
	if hook != nil {
		hook(v)
	}
	last = v
}

func name(k string, p *int) { index[k] = p }

func run() {
	st, hist, hook, stack, last, err = stats{}, [5]int{}, nil, nil, nil, nil
	for i := 0; i < 4; i++ {
		add(i*131 + 300)
	}
	hook = func(v int) {
		stack = append(stack, v)
		if v > 1000 {
			err = oops{}
		}
	}
	add(7)
	add(2000)
	fmt.Println(st.n, st.sum, *st.min, *st.max, hist[2], hist[0], len(stack), last == interface{}(2000), err)
	name("min", st.min)
	name("first", &hist[0])
	*index["min"] = 1
	*index["first"] += 50
	fmt.Println(*st.min, hist[0], len(index), index["zz"] == nil)
	st.names[1] = "n"
	old := st
	st.names[1] += "m"
	fmt.Println(old.names[1], st.names[1])
}

func main() { run() }
