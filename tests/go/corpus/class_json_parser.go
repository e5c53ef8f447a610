// class_json_parser: a parser for a JSON like text with errors by panic and a printer
// topic: classroom
package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

type parser struct {
	s   string
	pos int
}

type syntaxError struct {
	pos  int
	want string
}

func (e *syntaxError) Error() string {
	return "position " + strconv.Itoa(e.pos) + ": " + e.want + " expected"
}

func (p *parser) fail(want string) { panic(&syntaxError{p.pos, want}) }

func (p *parser) skip() byte {
	for p.pos < len(p.s) && strings.Contains(" \n\t", p.s[p.pos:p.pos+1]) {
		p.pos++
	}
	if p.pos < len(p.s) {
		return p.s[p.pos]
	}
	return 0
}

func (p *parser) eat(c byte) bool {
	if p.skip() == c {
		p.pos++
		return true
	}
	return false
}

func (p *parser) word(w string, v interface{}) interface{} {
	if end := p.pos + len(w); end <= len(p.s) && p.s[p.pos:end] == w {
		p.pos = end
		return v
	}
	p.fail(w)
	return nil
}

func (p *parser) text() string {
	if !p.eat('"') {
		p.fail("string")
	}
	start := p.pos
	for p.pos < len(p.s) && p.s[p.pos] != '"' {
		p.pos++
	}
	if p.pos == len(p.s) {
		p.fail("closing quote")
	}
	p.pos++
	return p.s[start : p.pos-1]
}

func (p *parser) number() interface{} {
	start := p.pos
	for p.pos < len(p.s) && (p.s[p.pos] == '-' || p.s[p.pos] >= '0' && p.s[p.pos] <= '9') {
		p.pos++
	}
	n, err := strconv.Atoi(p.s[start:p.pos])
	if err != nil {
		p.pos = start
		p.fail("number")
	}
	return n
}

func (p *parser) value() interface{} {
	switch c := p.skip(); c {
	case '{':
		p.pos++
		m := map[string]interface{}{}
		for !p.eat('}') {
			if len(m) > 0 && !p.eat(',') {
				p.fail("comma or }")
			}
			k := p.text()
			if !p.eat(':') {
				p.fail("colon")
			}
			m[k] = p.value()
		}
		return m
	case '[':
		p.pos++
		list := []interface{}{}
		for !p.eat(']') {
			if len(list) > 0 && !p.eat(',') {
				p.fail("comma or ]")
			}
			list = append(list, p.value())
		}
		return list
	case '"':
		return p.text()
	case 't':
		return p.word("true", true)
	case 'f':
		return p.word("false", false)
	case 'n':
		return p.word("null", nil)
	}
	return p.number()
}

func parse(s string) (v interface{}, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*syntaxError)
			if !ok {
				panic(r)
			}
			v, err = nil, e
		}
	}()
	p := parser{s: s}
	v = p.value()
	if p.skip() != 0 {
		p.fail("end")
	}
	return
}

func show(b *strings.Builder, v interface{}) {
	switch v := v.(type) {
	case map[string]interface{}:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		b.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(fmt.Sprintf("%q:", k))
			show(b, v[k])
		}
		b.WriteByte('}')
	case []interface{}:
		b.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			show(b, e)
		}
		b.WriteByte(']')
	case string:
		b.WriteString(fmt.Sprintf("%q", v))
	case nil:
		b.WriteString("null")
	default:
		b.WriteString(fmt.Sprint(v))
	}
}

func run() {
	for _, s := range []string{` {"b": [1, -20, {"x": null}], "a": "té", "c":true} `, "[]", "[1 2]", `{"a" 1}`, `"open`, "tru", "12 x", "", "[[[3]]]"} {
		v, err := parse(s)
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		var b strings.Builder
		show(&b, v)
		fmt.Println(b.String(), b.Len())
	}
	v, _ := parse(`{"k": [true, "s", 3]}`)
	fmt.Println(v)
	list := v.(map[string]interface{})["k"].([]interface{})
	fmt.Printf("%v %T %d\n", list[1], list[0], len(list))
}

func main() { run() }
