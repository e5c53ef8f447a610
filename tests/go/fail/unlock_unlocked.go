package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	defer func() { fmt.Println("not recoverable", recover()) }()
	mu.Unlock()
}
