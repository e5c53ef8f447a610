package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

type node struct {
	left, right *node
	pad         [4]uint64
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: tree(depth - 1), right: tree(depth - 1)}
}

var keep []*node
var blobs [][]byte
var sink any

func number(i, otherwise int) int {
	if len(os.Args) > i {
		n, _ := strconv.Atoi(os.Args[i])
		return n
	}
	return otherwise
}

func main() {
	depth, rounds := number(2, 14), number(3, 200)
	switch os.Args[1] {
	case "steady": // lives: 8 trees, always
		for i := 0; i < 8; i++ {
			keep = append(keep, tree(depth))
		}
		for i := 0; i < rounds; i++ {
			keep[i%8] = tree(depth)
		}
	case "grow": // more and more lives
		for i := 0; i < rounds; i++ {
			keep = append(keep, tree(depth))
			sink = tree(depth)
		}
	case "bytes": // without pointers
		for i := 0; i < rounds; i++ {
			blobs = append(blobs, make([]byte, 1<<20))
			if len(blobs) > depth {
				blobs = blobs[1:]
			}
		}
	case "forced":
		for i := 0; i < 8; i++ {
			keep = append(keep, tree(depth))
		}
		for i := 0; i < rounds; i++ {
			keep[i%8] = tree(depth)
			if i%5 == 0 {
				fmt.Fprintln(os.Stderr, "collecting now", i)
				runtime.GC()
			}
			time.Sleep(time.Millisecond)
		}
	case "percent": // GOGC changes
		for i := 0; i < 8; i++ {
			keep = append(keep, tree(depth))
		}
		for i := 0; i < rounds; i++ {
			if i == rounds/2 {
				debug.SetGCPercent(300)
			}
			keep[i%8] = tree(depth)
		}
	}
}
