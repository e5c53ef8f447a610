// v_param_method_receivers: receivers that leak, escape to results or stay
// topic: param
package main

import "fmt"

type doc struct {
	text  string
	lines []string
	meta  *meta
	prev  *doc
}

type meta struct{ views int }

var history []*doc
var texts []string

func (d *doc) save()              { history = append(history, d) }
func (d *doc) self() *doc         { return d }
func (d *doc) info() *meta        { return d.meta }
func (d *doc) title() string      { return d.lines[0] }
func (d doc) body() []string      { return d.lines[1:] }
func (d doc) keep()               { texts = append(texts, d.text) }
func (d doc) size() int           { return len(d.text) + len(d.lines) }
func (d *doc) back() *doc         { return d.prev }
func (d *doc) link(e *doc) *doc   { d.prev = e; return d }
func (d *doc) addr() *string      { return &d.text }
func (d *doc) view(n int) (m meta) {
	d.meta.views += n
	m = *d.meta
	return
}

func run() {
	history, texts = nil, nil
	a := &doc{text: "a", lines: []string{"t", "x", "y"}, meta: &meta{300}}
	b := doc{text: "b", lines: []string{"u"}, meta: a.meta}
	a.save()
	a.keep()
	b.keep()
	*b.addr() += "b"
	fmt.Println(a.self().title(), len(a.body()), a.info().views, b.size(), len(b.body()))
	b.link(a).view(5)
	m := a.view(1)
	m.views = 0
	fmt.Println(a.meta.views, b.back() == history[0], a.back() == nil, len(texts), texts[1])
}

func main() { run() }
