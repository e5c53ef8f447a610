// t1_ptr_in_array_and_map: addresses of elements and variables stored in containers
// topic: ptr
package main

import "fmt"

type cell struct{ v int }

func run() {
	var arr [3]*cell
	a, b := cell{100}, cell{200}
	arr[0], arr[1] = &a, &b
	arr[2] = arr[0]
	arr[2].v++
	fmt.Println(a.v, arr[0] == arr[2], *arr[0] == cell{101})
	m := map[*cell]string{&a: "a", &b: "b"}
	fmt.Println(m[&a], m[arr[1]], len(m[&cell{100}]))
	cells := []cell{{1}, {2}, {3}}
	ps := []*cell{}
	for i := range cells {
		ps = append(ps, &cells[i])
	}
	for _, c := range cells {
		c.v *= 100
	}
	for _, p := range ps {
		p.v *= 10
	}
	fmt.Println(cells[0].v, cells[2].v)
	old := &cells[0]
	cells = append(cells, cell{4})
	cells[0].v = -1
	fmt.Println(old.v, ps[0] == old, &cells[0] == old)
	pp := &ps[1]
	*pp = old
	(*pp).v = 77
	fmt.Println(ps[1].v, ps[0].v, cells[1].v)
	var np *cell
	for np = &a; np.v < 110; np.v += 5 {
	}
	fmt.Println(a.v, np.v)
}

func main() { run() }
