package main

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

type T struct {
	name string
	n    int
}
type byN []T

func (b byN) Len() int           { return len(b) }
func (b byN) Less(i, j int) bool { return b[i].n < b[j].n }
func (b byN) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (t T) String() string       { return t.name + ":" + strconv.Itoa(t.n) }
func (t *T) Error() string       { return fmt.Sprintf("%s %d", t.name, t.n) }

var errA = errors.New("a")

func a(s string, b []byte, xs []string, n int) (string, error) {
	var sb strings.Builder
	sb.WriteString(s)
	sb.WriteByte('x')
	sb.WriteRune('y')
	sb.Write(b)
	for _, x := range strings.Split(s, ",") {
		sb.WriteString(strings.ToUpper(x))
	}
	f := strings.Fields(s)
	_ = strings.Join(f, "-") + strings.Repeat(s, 2) + strings.TrimSpace(s) + strings.Replace(s, "a", "b", -1) + strings.Title(s)
	if strings.Contains(s, "q") || strings.HasPrefix(s, "p") || strings.Index(s, "z") > 0 {
		return "", errA
	}
	if i, err := strconv.Atoi(s); err == nil {
		n += i
	}
	bf, af, ok := strings.Cut(s, "=")
	_, _, _ = bf, af, ok
	return sb.String(), fmt.Errorf("wrap %w", errA)
}
func b2(ts []T, is []int, ss []string) {
	sort.Sort(byN(ts))
	sort.Ints(is)
	sort.Strings(ss)
	sort.Slice(ts, func(i, j int) bool { return ts[i].n < ts[j].n })
	i := sort.Search(len(is), func(i int) bool { return is[i] > 3 })
	loc := []int{3, 1}
	sort.Ints(loc)
	loc2 := []string{"b", "a"}
	sort.Strings(loc2)
	sort.Slice(loc2, func(a, b int) bool { return loc2[a] < loc2[b] })
	fmt.Println(i, loc, loc2, sort.IntsAreSorted(loc))
}

type safe struct {
	mu   sync.Mutex
	rw   sync.RWMutex
	m    map[string]int
	once sync.Once
}

func (s *safe) inc(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k]++
	s.once.Do(func() { s.m = map[string]int{} })
	s.rw.RLock()
	s.rw.RUnlock()
}
func c() {
	var s safe
	s.inc("a")
	var wg sync.WaitGroup
	wg.Add(2)
	for i := 0; i < 2; i++ {
		go func() { defer wg.Done(); s.inc("b") }()
	}
	wg.Wait()
	time.Sleep(time.Millisecond)
	d := 3 * time.Second
	_ = d
}
func d(e error) bool {
	var t *T
	if errors.Is(e, errA) {
		return true
	}
	_, ok := e.(*T)
	t = &T{}
	return ok || t.n > 0 || errors.Unwrap(e) != nil
}
func e(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
func f(x string) string { return strings.Map(func(r rune) rune { return r + 1 }, x) }
func h(x interface{}) {
	fmt.Print(x)
	fmt.Printf("%v", x)
	s := fmt.Sprint(x)
	s2 := fmt.Sprintf("%v %v", x, s)
	s3 := fmt.Sprintln(s2)
	_ = s3
	println(s, len(s2))
	print("x")
}
func main() {
	a("", nil, nil, 1)
	b2(nil, nil, nil)
	c()
	d(nil)
	e(nil)
	f("x")
	h(T{"a", 1})
	h(&T{})
	t := T{}
	fmt.Println(t, &t, t.String(), t.Error())
}
