// printf_strings: string verbs, quoting, widths and bytes
// topic: string
package main

import "fmt"

func run() {
	s := "héllo\t\"x\""
	fmt.Printf("%s|%q|%x|%X|% x\n", s, s, "hi", "hi\xff", "abc")
	fmt.Printf("%10s|%-10s|%.3s|%5.1s|%-5q\n", "right", "left", "truncate", "abc", "q")
	fmt.Printf("%v|%+q|%#q\n", s, "é€", "raw")
	b := []byte("byte")
	fmt.Printf("%s|%q|%x|%v|%d\n", b, b, b, b, b)
	fmt.Printf("%c%c%c|%q|%d\n", 'a', 'é', '世', '\n', '世')
	fmt.Printf("%s|%v|%q\n", []string{"a", "b c"}, []string{"a", "b c"}, []string{"a", "b c"})
	fmt.Printf("%6v|%-6v|%06d\n", "ab", "ab", 42)
	fmt.Printf("%s\n", error(nil))
	fmt.Printf("%t %v\n", true, 'x')
	out := fmt.Sprint("a", 1, 2, "b", "c", 3.5, true, false)
	fmt.Println(out, len(out))
	fmt.Print("x", "y", 1, 2, "\n")
	fmt.Print(1, 2, "\n")
	fmt.Println(fmt.Sprint(), fmt.Sprint("only") == "only")
	fmt.Printf("no newline")
	fmt.Printf("\n%[2]d %[1]d\n", 1, 2)
}

func main() { run() }
