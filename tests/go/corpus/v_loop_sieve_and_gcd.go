// v_loop_sieve_and_gcd: number loops with slices of bool and early exits
// topic: loop
package main

import "fmt"

func sieve(n int) []int {
	composite := make([]bool, n+1)
	var primes []int
	for i := 2; i <= n; i++ {
		if composite[i] {
			continue
		}
		primes = append(primes, i)
		for j := i * i; j <= n; j += i {
			composite[j] = true
		}
	}
	return primes
}

func factors(n int, primes []int) map[int]int {
	f := map[int]int{}
	for _, p := range primes {
		if p*p > n {
			break
		}
		for n%p == 0 {
			f[p]++
			n /= p
		}
	}
	if n > 1 {
		f[n]++
	}
	return f
}

func perfect(limit int) []int {
	var out []int
	for n := 2; n <= limit; n++ {
		sum := 1
		for d := 2; d*d <= n; d++ {
			if n%d != 0 {
				continue
			}
			sum += d
			if d*d != n {
				sum += n / d
			}
		}
		if sum == n {
			out = append(out, n)
		}
	}
	return out
}

func run() {
	ps := sieve(100)
	fmt.Println(len(ps), ps[24], cap(ps))
	f := factors(360*97, ps)
	fmt.Println(len(f), f[2], f[3], f[5], f[97])
	for i, p := range perfect(500) {
		fmt.Println(i, p)
	}
	digits := 0
	for n := 123456; n > 0; n /= 10 {
		digits += n % 10
	}
	fmt.Println(digits)
}

func main() { run() }
