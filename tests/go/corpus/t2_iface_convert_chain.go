// t2_iface_convert_chain: conversions between interfaces, small and large, in fields and maps
// topic: iface
package main

import "fmt"

type reader interface{ read() string }
type writer interface{ write(s string) }
type closer interface{ close() error }
type rw interface {
	reader
	writer
}
type rwc interface {
	rw
	closer
}

type file struct {
	buf    []string
	closed int
}

func (f *file) read() string {
	if len(f.buf) == 0 {
		return ""
	}
	s := f.buf[0]
	f.buf = f.buf[1:]
	return s
}
func (f *file) write(s string) { f.buf = append(f.buf, s) }
func (f *file) close() error {
	f.closed++
	if f.closed > 1 {
		return closeErr(f.closed)
	}
	return nil
}

type closeErr int

func (c closeErr) Error() string { return fmt.Sprint("closed ", int(c), " times") }

type text string

func (t text) read() string { return string(t) }

func copyAll(w writer, r reader) (n int) {
	for s := r.read(); s != "" && n < 5; s = r.read() {
		w.write(s)
		n++
	}
	if c, ok := r.(closer); ok {
		if err := c.close(); err != nil {
			w.write(err.Error())
		}
	}
	return
}

func run() {
	var all rwc = &file{}
	var both rw = all
	both.write("one")
	both.write("two")
	var r reader = both
	var any interface{} = r
	fmt.Println(any == interface{}(all), r == reader(all), any.(rwc) == all)
	out := &file{}
	fmt.Println(copyAll(out, r), copyAll(out, r), copyAll(out, text("rep")))
	fmt.Println(len(out.buf), out.buf[2], out.buf[len(out.buf)-1])
	m := map[reader]int{r: 1, text("a"): 2}
	m[text("a")]++
	m[both]++
	fmt.Println(len(m), m[all], m[text("a")])
	_, isW := reader(text("x")).(writer)
	w, isW2 := r.(writer)
	w.write("late")
	fmt.Println(isW, isW2, all.read())
	var e error = all.close()
	if ce, ok := e.(closeErr); ok {
		fmt.Println(int(ce), e)
	}
	rs := []reader{r, text("t"), nil}
	for _, r := range rs {
		switch v := r.(type) {
		case rw:
			v.write("x")
			fmt.Println("rw", v.read())
		case nil:
			fmt.Println("nil")
		default:
			fmt.Println("reader", v.read())
		}
	}
}

func main() { run() }
