// class_queue_ring: a ring buffer that grows when it is full
// topic: classroom
package main

import "fmt"

type job struct {
	id   int
	name string
}

type queue struct {
	buf         []job
	first, size int
}

func (q *queue) put(j job) {
	if q.size == len(q.buf) {
		bigger := make([]job, 2*len(q.buf)+1)
		for i := 0; i < q.size; i++ {
			bigger[i] = q.buf[(q.first+i)%len(q.buf)]
		}
		q.buf, q.first = bigger, 0
	}
	q.buf[(q.first+q.size)%len(q.buf)] = j
	q.size++
}

func (q *queue) take() (job, bool) {
	if q.size == 0 {
		return job{}, false
	}
	j := q.buf[q.first]
	q.buf[q.first] = job{}
	q.first = (q.first + 1) % len(q.buf)
	q.size--
	return j, true
}

func run() {
	var q queue
	for i := 0; i < 5; i++ {
		q.put(job{i * 1000, "job"})
		if i%2 == 1 {
			j, ok := q.take()
			fmt.Println(j.id, ok)
		}
	}
	for {
		j, ok := q.take()
		if !ok {
			break
		}
		fmt.Println(j.id, j.name, q.size)
	}
	fmt.Println(len(q.buf), q.first)
}

func main() { run() }
