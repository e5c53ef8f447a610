// struct_method_chain: a builder whose methods return the receiver
// topic: struct
package main

import "fmt"

type query struct {
	table string
	where []string
	limit int
	next  *query
}

func from(t string) *query { return &query{table: t} }

func (q *query) filter(s string) *query {
	q.where = append(q.where, s)
	return q
}

func (q *query) top(n int) *query {
	q.limit = n
	return q
}

func (q query) copyWith(t string) query {
	q.table = t
	return q
}

func (q *query) union(r *query) *query {
	q.next = r
	return r
}

func (q *query) text() string {
	s := "from " + q.table
	for i, w := range q.where {
		if i == 0 {
			s += " where " + w
		} else {
			s += " and " + w
		}
	}
	if q.next != nil {
		s += " | " + q.next.text()
	}
	return s
}

func run() {
	q := from("users").filter("age > 3").filter("name = x").top(500)
	c := q.copyWith("copies")
	c.filter("extra")
	q.union(from("orders")).filter("paid").union(&c)
	fmt.Println(q.text())
	fmt.Println(len(q.where), len(c.where), c.limit, c.next == nil)
}

func main() { run() }
