package main

func main() {
	s := "héé"
	i := 0
	for s[i] != 'z' {
		i++
	}
}
