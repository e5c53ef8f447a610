// map_array_struct_keys: arrays, structs, floats and interfaces as map keys
// topic: map
package main

import "fmt"

type pos struct{ x, y int }
type path struct {
	from, to pos
	name     string
}

func run() {
	board := map[pos]string{{0, 0}: "rook", {x: 3}: "king"}
	board[pos{3, 0}] += "!"
	fmt.Println(board[pos{3, 0}], board[pos{1, 1}] == "", len(board))
	paths := make(map[path]float64)
	paths[path{pos{1, 2}, pos{3, 4}, "p"}] = 2.5
	paths[path{pos{1, 2}, pos{3, 4}, "p"}] *= 2
	paths[path{name: "p"}]++
	fmt.Println(paths[path{pos{1, 2}, pos{3, 4}, "p"}], len(paths))
	arr := map[[3]byte]int{{'a', 'b', 'c'}: 1}
	k := [3]byte{'a', 'b'}
	arr[k] = 2
	k[2] = 'c'
	arr[k] += 40
	fmt.Println(arr[k], len(arr))
	fl := map[float64]string{0.5: "half", 0.0: "zero"}
	z := 0.0
	fmt.Println(fl[1.0/2], fl[-z], fl[0.1+0.2] == "")
	ik := map[interface{}]int{1: 10, "1": 20, 1.0: 30, pos{1, 1}: 40, [2]int{1, 1}: 50, true: 60}
	fmt.Println(ik[1], ik["1"], ik[1.0], ik[pos{1, 1}], ik[[2]int{1, 1}], ik[true], ik['1'])
	bk := map[bool][]int{true: {1, 2}, false: nil}
	bk[1 > 2] = append(bk[1 > 2], 300)
	fmt.Println(len(bk[true]), bk[false][0])
}

func main() { run() }
