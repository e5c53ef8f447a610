package main

func main() {
	s := []int{1, 2}
	for {
		s = s[len(s)+1:]
	}
}
