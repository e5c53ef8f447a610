package main

import "fmt"

type S struct {
	a   int
	b   string
	c   []int
	f   func(int) int
	m   map[string][]int
	p   *S
	ch  chan int
	arr [3]int
	e   interface{}
}
type F func(int) int
type N int
type Str string

const K = 7
const Big = 1 << 40

func (s S) val(x int, y ...string) int { return x }
func (s *S) ptr() *S                   { return s }
func two() (int, error)                { return 1, nil }
func prt(s S, q *S, x, y int, f float64, b bool, r rune, by byte, str string, fn F, i interface{}) {
	fmt.Println(x+y*2, (x+y)*2, x-(y-1), x-y-1, -x, -(x + y), ^x, !b, !(b && x > y), b || x == 1 && y != 2, x<<2|y&^3, x%y/2)
	fmt.Println(s.a, s.b, q.c[1], q.c[x+1], s.m["k"][2], *q, (*q).a, q.p.p.a, s.arr[x], len(s.c),
		cap(s.c[:2]), <-s.ch, s.c[1:2], s.c[:], s.c[1:], s.c[:x:y], str[x:])
	fmt.Println(s.val(x, "a", str), q.val(1), q.ptr().ptr(), S.val(s, 2), (*S).ptr(q), fn(3), s.f(4), F(s.f)(5), two)
	fmt.Println(N(x), Str(str), string(str), string(r), []byte(str), string([]byte(str)), []rune(str),
		float64(x), int(f), uint8(x), int64(N(x)), interface{}(x), F(nil), (*S)(nil), []int(nil),
		fmt.Stringer(nil))
	fmt.Println(S{}, S{a: 1}, &S{b: "x"}, []int{1, 2}, []int{}, map[string]int{"a": 1}, map[string]int{},
		[3]int{1}, [...]string{"a"}, struct{ x int }{1}, struct{}{}, []struct{ a, b int }{{1, 2}},
		&[]int{1}, &[2]int{}, &map[int]int{}, [][]int{{1}, nil}, []*S{{}, nil})
	fmt.Println(K, K*2, Big, 1<<3, 'a', "q\n", `raw`, 2.50, 1e3, 0x1F, 0b11, 0o17, 1_000, true,
		nil, K+x, K == 7, -K, "a"+"b", "a"+str, str+"b"+str, 'a'+1, len("abc"), "abc"[1])
	fmt.Println(new(int), new(S), new([]int), new([3]string), new(func(int) error), new(struct{ a int }),
		make([]int, x), make([]int, 1, 2), make(map[string]int), make(map[string]int, x), make(chan int),
		make(chan<- int, 3), make([][]int, K))
	fmt.Println(func() int { return 1 }(), func() {}, func(a int, b ...string) (c int, d error) { return },
		i.(int), i.(*S), i.(fmt.Stringer), i.(func(int) int), i.([]int)[0], i.(S).a, i.(map[string]int)["a"],
		i.(chan int), i.(struct{ x int }), i.(interface{ M() }), i == nil, i != x)
	fmt.Println(append(s.c, 1, 2), append(s.c, s.c...), append([]byte(nil), str...), copy(s.c, s.c),
		x&y, x|y, x^y, x&^y, x>>1, uint(x)>>uint(y), f*2.0, f/3, f == 1.5, by, by+1, r-'a')
	fmt.Println(&x, &s.a, &q.a, &s.c[0], &s.arr[1], &s, &(*q), *(&x), **(&q), (*(*(&q))).a)
	var ia interface{} = x
	ia = s.a
	ia = [2]int{x, y}
	ia = func() {}
	ia = s.val
	ia = q.ptr
	ia = (*S).ptr
	ia = struct{ a interface{} }{x}
	ia = str[1:]
	ia = str[0]
	ia = x > y
	ia = &ia
	ia = ia
	_ = ia
}

type G struct {
	fn   func(a int, b *S) (x, y int)
	ch   <-chan (chan<- int)
	nest map[[2]int]struct{ a *[]N }
}

func types() {
	var i interface{}
	i = new(func(int, *S) (int, int))
	i = make([]map[string]chan int, K)
	i = new(<-chan (chan<- int))
	i = new(map[[2]int]struct{ a *[]N })
	i = new(interface {
		M(int) *S
		N()
	})
	i = []interface{}{}
	i = []any{}
	i = new(error)
	i = new([K]byte)
	i = []rune{}
	i = []int32{}
	i = []uint8{}
	i = new(func(...int))
	i = new(struct {
		S
		*G
		x, y int `tag:"q"`
	})
	i = new(chan func())
	i = new(func() func() error)
	i = new([][2]*S)
	i = new(any)
	i = new(interface{})
	i = new(struct{})
	i = new(interface {
		error
		fmt.Stringer
	})
	_ = i
}
func main() { types(); _ = prt }
