package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.RWMutex
	mu.RLock()
	mu.RLock()
	fmt.Println("two readers")
	mu.RUnlock()
	mu.Lock()
}
