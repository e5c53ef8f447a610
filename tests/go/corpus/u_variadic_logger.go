// u_variadic_logger: variadic interfaces passed on, prefixed and formatted
// topic: variadic
package main

import (
	"fmt"
	"strings"
)

type logger struct {
	prefix string
	lines  []string
	fields []interface{}
}

func (l *logger) printf(format string, args ...interface{}) {
	l.lines = append(l.lines, l.prefix+fmt.Sprintf(format, args...))
}

func (l *logger) println(args ...interface{}) {
	all := append([]interface{}{l.prefix}, args...)
	l.lines = append(l.lines, strings.Join(strings.Split(fmt.Sprintln(all...), "\n"), ""))
}

func (l *logger) with(kv ...interface{}) *logger {
	n := *l
	n.fields = append(n.fields[:len(n.fields):len(n.fields)], kv...)
	return &n
}

func (l *logger) dump() string {
	out := make([]string, 0, len(l.fields)/2)
	for i := 0; i+1 < len(l.fields); i += 2 {
		out = append(out, fmt.Sprintf("%v=%v", l.fields[i], l.fields[i+1]))
	}
	return strings.Join(out, " ")
}

func opts(fs ...func(*logger)) *logger {
	l := new(logger)
	for _, f := range fs {
		f(l)
	}
	return l
}

func prefix(p string) func(*logger) { return func(l *logger) { l.prefix = strings.ToUpper(p) } }

func run() {
	l := opts(prefix("app: "), func(l *logger) { l.fields = append(l.fields, "v", 1) })
	l.printf("%d of %s", 300, "x")
	l.printf("plain")
	l.println(1, "two", []int{3}, nil)
	l.println()
	l.printf("%v %v", []interface{}{"spread", 2.5}...)
	for _, s := range l.lines {
		fmt.Printf("%q\n", s)
	}
	a := l.with("user", "ann")
	b := l.with("user", "bob", "id", 7)
	fmt.Println(a.dump(), "|", b.dump(), "|", l.dump(), len(opts().lines))
	fmt.Println(strings.Repeat("=", 5), strings.Join(strings.Fields(" a  b "), "_"))
}

func main() { run() }
