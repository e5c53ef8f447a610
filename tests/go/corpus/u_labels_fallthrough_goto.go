// u_labels_fallthrough_goto: a tokenizer with fallthrough, labels and goto
// topic: switch
package main

import "fmt"

func size(unit string, n int64) (out int64, err error) {
	out = n
	switch unit {
	case "T":
		out *= 1024
		fallthrough
	case "G":
		out *= 1024
		fallthrough
	case "M":
		out *= 1024
		fallthrough
	case "K":
		out *= 1024
	case "":
	default:
		err = fmt.Errorf("unit %q", unit)
	}
	return
}

func skip(s string) (out []byte) {
	i := 0
outer:
	for i < len(s) {
		switch c := s[i]; c {
		case '/':
			if i+1 < len(s) && s[i+1] == '*' {
				for j := i + 2; j+1 < len(s); j++ {
					if s[j] == '*' && s[j+1] == '/' {
						i = j + 2
						continue outer
					}
				}
				out = append(out, '?')
				break outer
			}
			fallthrough
		case '+', '-':
			out = append(out, ' ', c, ' ')
		case ' ':
			break
		default:
			out = append(out, c)
		}
		i++
	}
	return
}

func retry(limit int) (tries int, log string) {
	wait := 1
again:
	tries++
	log += fmt.Sprint(wait, ";")
	if tries < limit {
		wait <<= 1
		if wait > 8 {
			goto giveup
		}
		goto again
	}
	return
giveup:
	log += "gave up"
	return
}

func run() {
	for _, u := range []string{"", "K", "M", "T", "x"} {
		fmt.Println(size(u, 3))
	}
	fmt.Println(string(skip("a + b/* note */-c /2")), string(skip("x/*open")), len(skip("")))
	fmt.Println(retry(2))
	fmt.Println(retry(9))
}

func main() { run() }
