// t3_alias_goto_parser: a scanner driven by goto with alias types and Atoi
// topic: types
package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

type (
	tokens  = []token
	value   = interface{}
	handler = func(value) (value, error)
)

type token struct {
	kind byte
	text string
}

func scan(s string) (out tokens, err error) {
	i, start := 0, 0
next:
	for i < len(s) && s[i] == ' ' {
		i++
	}
	if i == len(s) {
		goto end
	}
	start = i
	switch c := s[i]; {
	case c >= '0' && c <= '9':
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		out = append(out, token{'n', s[start:i]})
		goto next
	case c >= 'a' && c <= 'z':
		for i < len(s) && s[i] >= 'a' && s[i] <= 'z' {
			i++
		}
		out = append(out, token{'w', s[start:i]})
	case strings.Contains("+-()", s[i:i+1]):
		i++
		out = append(out, token{c, ""})
	default:
		goto bad
	}
	goto next
bad:
	err = fmt.Errorf("bad character %q at %d", s[i], i)
end:
	return
}

var handlers = map[string]handler{
	"inc": func(v value) (value, error) {
		if n, ok := v.(int); ok {
			return n + 1, nil
		}
		return nil, fmt.Errorf("inc of %T", v)
	},
	"str": func(v value) (value, error) { return fmt.Sprint(v), nil },
}

func eval(ts tokens) (v value, err error) {
	for _, t := range ts {
		switch t.kind {
		case 'n':
			n, e := strconv.Atoi(t.text)
			if e != nil {
				return nil, e
			}
			v = n
		case 'w':
			h, ok := handlers[t.text]
			if !ok {
				return v, fmt.Errorf("unknown %s", t.text)
			}
			if v, err = h(v); err != nil {
				return
			}
		}
	}
	return
}

func run() {
	for _, s := range []string{"41 inc", "7 str inc", "( 1 + x )", "9 #", "99999999999999999999", " ", "5 inc inc str"} {
		ts, err := scan(s)
		if err != nil {
			fmt.Println(err, len(ts))
			continue
		}
		v, err := eval(ts)
		fmt.Printf("%v %T %v\n", v, v, err)
	}
	names := []string{}
	for k := range handlers {
		names = append(names, k)
	}
	sort.Strings(names)
	fmt.Println(strings.Join(names, "+"))
}

func main() { run() }
