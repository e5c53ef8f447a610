// v_param_map_and_chan: maps and channels as parameters, what is put into them escapes
// topic: param
package main

import "fmt"

type item struct{ n int }

func put(m map[string]*item, k string, it *item)  { m[k] = it }
func putKey(m map[*item]int, it *item)            { m[it]++ }
func send(c chan *item, it *item)                 { c <- it }
func get(m map[string]*item, k string) *item      { return m[k] }
func count(m map[string]*item) int                { return len(m) }
func recv(c chan *item) *item                     { return <-c }
func through(c chan *item, it *item) *item        { go send(c, it); return recv(c) }
func fill(dst []*item, it *item)                  { dst[0] = it }
func fillArr(dst *[2]*item, it *item)             { dst[1] = it }
func newest(a, b *item, older bool) (r *item) {
	r = b
	if older {
		r = a
	}
	return r
}

func run() {
	m, k := map[string]*item{}, map[*item]int{}
	a, b, c, d := item{100}, item{200}, item{300}, item{400}
	put(m, "a", &a)
	putKey(k, &b)
	putKey(k, &b)
	fmt.Println(count(m), get(m, "a").n, k[&b], get(m, "z") == nil)
	ch := make(chan *item)
	through(ch, &c).n++
	fmt.Println(c.n)
	s, arr := make([]*item, 1), [2]*item{}
	fill(s, &d)
	fillArr(&arr, &d)
	s[0].n++
	fmt.Println(arr[1].n, arr[0] == nil, newest(&a, &d, true).n, newest(&a, &d, false) == s[0])
}

func main() { run() }
