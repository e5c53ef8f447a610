// loop_shadow_each: a shadowing copy in the loop body makes one object per iteration
// topic: loop
package main

import "fmt"

func run() {
	var kept []*int
	for i := 0; i < 3; i++ {
		i := i * 1000
		kept = append(kept, &i)
	}
	for _, p := range kept {
		*p++
		fmt.Println(*p)
	}
	var same []*int
	for i := 0; i < 3; i++ {
		same = append(same, &i)
	}
	fmt.Println(*same[0], *same[2], same[0] == same[1])
	x := 1
	{
		x := 2
		{
			x := x + 40
			x++
			fmt.Println(x)
		}
		fmt.Println(x)
	}
	if x := x + 7; x > 5 {
		fmt.Println(x)
	} else {
		fmt.Println(-x)
	}
	fmt.Println(x)
}

func main() { run() }
