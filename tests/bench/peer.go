// The workloads of sim/bench/workload.c on Go's own runtime.
//
// usage: peer WORKLOAD LABEL RUNS      rows as `tricolor bench` prints them
//
// GOMAXPROCS comes from the environment. The time of marking alone is on standard error, with
// GODEBUG=gctrace=1.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

type tree struct {
	left, right *tree
	id          uint64
}

type list struct {
	next  *list
	value uint64
}

type cell struct {
	next        *cell
	value, a, b uint64
}

type pair struct{ left, right *pair }

type edges [4]unsafe.Pointer

type graph32 struct{ edges }
type graph48 struct {
	edges
	payload [2]uint64
}
type graph64 struct {
	edges
	payload [4]uint64
}
type graph96 struct {
	edges
	payload [8]uint64
}
type graph128 struct {
	edges
	payload [12]uint64
}

const (
	garbageObjects = 5000000
	listObjects    = 3000000
	graphObjects   = 1000000
	churnObjects   = 14985902
	levels         = 20
	churnLevels    = 16
)

var (
	workload, label string

	// what is alive
	treeRoot   *tree
	listRoot   *list
	cellRoot   *cell
	pairRoot   *pair
	graphRoots [64]unsafe.Pointer
)

// ---- measuring ----

func usage() (u syscall.Rusage) {
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return
}

func cpuNow() float64 {
	u := usage()
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

func row(metric string, value float64) {
	fmt.Printf("%s %s %s %.4f\n", workload, label, metric, value)
}

func fail(what string, is, mustBe uint64) {
	fmt.Fprintf(os.Stderr, "%s %s: %s is %d, and must be %d\n", workload, label, what, is, mustBe)
	os.Exit(1)
}

var random uint64 = 42

func nextRandom() uint64 { // splitmix64
	random += 0x9e3779b97f4a7c15
	z := random
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// ---- collections: each returns how many objects there are ----

var nextID uint64

func grow(levels int) *tree {
	t := &tree{id: nextID}
	nextID++
	if levels > 0 {
		t.left = grow(levels - 1)
		t.right = grow(levels - 1)
	}
	return t
}

func buildTree() uint64 {
	treeRoot = grow(levels)
	return nextID
}

func buildShuffledTree() uint64 {
	nodes := make([]*tree, 2<<levels-1)
	for i := range nodes {
		nodes[i] = &tree{id: uint64(i)}
	}
	for i := uint64(len(nodes) - 1); i > 0; i-- {
		j := nextRandom() % (i + 1)
		nodes[i], nodes[j] = nodes[j], nodes[i]
	}
	for i := 0; 2*i+2 < len(nodes); i++ {
		nodes[i].left, nodes[i].right = nodes[2*i+1], nodes[2*i+2]
	}
	treeRoot = nodes[0]
	return uint64(len(nodes))
}

func buildList() uint64 {
	var last *list
	for i := uint64(0); i < listObjects; i++ {
		l := &list{value: i}
		if last == nil {
			listRoot = l
		} else {
			last.next = l
		}
		last = l
	}
	return listObjects
}

func buildShuffledList() uint64 {
	nodes := make([]*list, listObjects)
	for i := range nodes {
		nodes[i] = &list{value: uint64(i)}
	}
	for i := uint64(len(nodes) - 1); i > 0; i-- {
		j := nextRandom() % (i + 1)
		nodes[i], nodes[j] = nodes[j], nodes[i]
	}
	for i := 0; i+1 < len(nodes); i++ {
		nodes[i].next = nodes[i+1]
	}
	listRoot = nodes[0]
	return listObjects
}

func newGraphNode(value uint64) unsafe.Pointer {
	var node unsafe.Pointer
	var payload []uint64
	switch nextRandom() % 5 {
	case 0:
		node = unsafe.Pointer(new(graph32))
	case 1:
		g := new(graph48)
		node, payload = unsafe.Pointer(g), g.payload[:]
	case 2:
		g := new(graph64)
		node, payload = unsafe.Pointer(g), g.payload[:]
	case 3:
		g := new(graph96)
		node, payload = unsafe.Pointer(g), g.payload[:]
	case 4:
		g := new(graph128)
		node, payload = unsafe.Pointer(g), g.payload[:]
	}
	for i := range payload {
		payload[i] = value
	}
	return node
}

func buildGraph() uint64 {
	nodes := make([]unsafe.Pointer, graphObjects)
	for i := range nodes {
		nodes[i] = newGraphNode(uint64(i))
	}
	for _, node := range nodes {
		for e := range (*edges)(node) {
			(*edges)(node)[e] = nodes[nextRandom()%graphObjects]
		}
	}
	copy(graphRoots[:], nodes)
	return graphObjects
}

var builds = map[string]struct {
	build func() uint64
	live  uint64
}{
	"tree":      {buildTree, 2097151},
	"tree-shuf": {buildShuffledTree, 2097151},
	"list-seq":  {buildList, listObjects},
	"list-shuf": {buildShuffledList, listObjects},
	"graph":     {buildGraph, 980286},
}

// The runtime has a few objects of its own.
func checkLive(live uint64) {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	if stats.HeapObjects < live || stats.HeapObjects > live+5000 {
		fail("the number of live objects", stats.HeapObjects, live)
	}
}

func measureCollections(build func() uint64, live uint64, runs int) {
	debug.SetGCPercent(-1)
	start := cpuNow()
	objects := build()
	row("build_cpu_ns_per_obj", (cpuNow()-start)/float64(objects))
	for run := -1; run < runs; run++ {
		cpu, wall := cpuNow(), time.Now()
		runtime.GC()
		if run < 0 {
			continue
		}
		row("collect_cpu_ns_per_live", (cpuNow()-cpu)/float64(live))
		row("collect_wall_ns_per_live", float64(time.Since(wall))/float64(live))
	}
	checkLive(live)
}

// ---- garbage ----

func makeGarbage() *cell {
	var head *cell
	for i := uint64(0); i < garbageObjects; i++ {
		c := &cell{value: i}
		if i%100 == 0 {
			c.next, head = head, c
		} else {
			cellRoot = c // so that it is allocated on the heap
		}
	}
	return head
}

func measureGarbage(runs int) {
	debug.SetGCPercent(-1)
	for run := -1; run < runs; run++ {
		start := cpuNow()
		cellRoot = makeGarbage()
		built := cpuNow()
		runtime.GC()
		end := cpuNow()
		if run < 0 {
			continue
		}
		row("alloc_cpu_ns_per_obj", (built-start)/garbageObjects)
		row("collect_cpu_ns_per_obj", (end-built)/garbageObjects)
		row("cycle_cpu_ns_per_obj", (end-start)/garbageObjects)
	}
	checkLive(garbageObjects / 100)
}

// ---- churn ----

func bottomUp(levels int) *pair {
	p := &pair{}
	if levels > 0 {
		p.left = bottomUp(levels - 1)
		p.right = bottomUp(levels - 1)
	}
	return p
}

func (p *pair) count() uint64 {
	if p.left == nil {
		return 1
	}
	return 1 + p.left.count() + p.right.count()
}

func churn() uint64 {
	sum := bottomUp(churnLevels + 1).count()
	pairRoot = bottomUp(churnLevels)
	for levels := 4; levels <= churnLevels; levels += 2 {
		for i := 0; i < 1<<(churnLevels-levels+4); i++ {
			sum += bottomUp(levels).count()
		}
	}
	sum += pairRoot.count()
	pairRoot = nil
	return sum
}

func measureChurn(runs int) {
	for run := 0; run < runs; run++ {
		cpu, wall := cpuNow(), time.Now()
		if sum := churn(); sum != churnObjects {
			fail("the check sum", sum, churnObjects)
		}
		row("cpu_ns_per_obj", (cpuNow()-cpu)/churnObjects)
		row("wall_ns_per_obj", float64(time.Since(wall))/churnObjects)
	}
}

func main() {
	if len(os.Args) != 4 {
		os.Exit(2)
	}
	workload, label = os.Args[1], os.Args[2]
	runs, _ := strconv.Atoi(os.Args[3])
	if b, ok := builds[workload]; ok {
		measureCollections(b.build, b.live, runs)
	} else if workload == "garbage" {
		measureGarbage(runs)
	} else if workload == "churn" {
		measureChurn(runs)
	} else {
		os.Exit(2)
	}
	row("peak_rss_mb", float64(usage().Maxrss)/1024)
}
