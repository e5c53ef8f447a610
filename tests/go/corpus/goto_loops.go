// goto_loops: loops made of goto, forwards and backwards, with heap variables
// topic: loop
package main

import "fmt"

func gcd(a, b int) int {
again:
	if b != 0 {
		a, b = b, a%b
		goto again
	}
	return a
}

func collect(n int) []*int {
	var out []*int
	i := 0
top:
	v := i * i
	out = append(out, &v)
	i++
	if i < n {
		goto top
	}
	return out
}

func check(s string) (err error) {
	i := 0
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '!':
			goto bad
		case c == '?':
			goto odd
		}
	}
	return nil
odd:
	fmt.Println("odd at", i)
	if i > 2 {
		goto done
	}
bad:
	err = fmt.Errorf("bad byte at %d", i)
done:
	return
}

func local() int {
	n := 0
	var p *int
loop:
	x := n
	p = &x
	*p += 2
	n += *p
	if n < 100 {
		goto loop
	}
	return n
}

func run() {
	fmt.Println(gcd(1071, 462), local())
	for _, p := range collect(4) {
		fmt.Print(*p, " ")
	}
	fmt.Println()
	for _, s := range []string{"ok", "a!", "?", "abc?d"} {
		fmt.Println(s, check(s))
	}
}

func main() { run() }
