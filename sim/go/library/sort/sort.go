// Sorting. Short parts by insertion, so that equal elements stay in order; longer ones by quicksort.
package sort

type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

const short = 12

func Sort(data Interface) { quick(data, 0, data.Len()) }

func Stable(data Interface) { insertion(data, 0, data.Len()) }

func insertion(data Interface, from, to int) {
	for i := from + 1; i < to; i++ {
		for j := i; j > from && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
	}
}

func quick(data Interface, from, to int) {
	for to-from > short {
		middle := partition(data, from, to)
		if middle-from < to-middle {
			quick(data, from, middle)
			from = middle + 1
		} else {
			quick(data, middle+1, to)
			to = middle
		}
	}
	insertion(data, from, to)
}

// The median of three goes where it belongs; its place is returned.
func partition(data Interface, from, to int) int {
	middle := from + (to-from)/2
	last := to - 1
	if data.Less(middle, from) {
		data.Swap(middle, from)
	}
	if data.Less(last, middle) {
		data.Swap(last, middle)
		if data.Less(middle, from) {
			data.Swap(middle, from)
		}
	}
	data.Swap(from, middle)
	low, high := from+1, last
	for low <= high {
		for low <= high && data.Less(low, from) {
			low++
		}
		for low <= high && data.Less(from, high) {
			high--
		}
		if low < high {
			data.Swap(low, high)
			low++
			high--
		} else if low == high {
			break
		}
	}
	data.Swap(from, low-1)
	return low - 1
}

func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

type reverse struct {
	Interface
}

func (r reverse) Less(i, j int) bool { return r.Interface.Less(j, i) }

func Reverse(data Interface) Interface { return &reverse{data} }

func Search(n int, f func(int) bool) int {
	low, high := 0, n
	for low < high {
		middle := int(uint(low+high) >> 1)
		if f(middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// ---- slices of a known type ----

type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

type Float64Slice []float64

func (x Float64Slice) Len() int           { return len(x) }
func (x Float64Slice) Less(i, j int) bool { return x[i] < x[j] || x[i] != x[i] && x[j] == x[j] }
func (x Float64Slice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

func Ints(x []int)         { Sort(IntSlice(x)) }
func Strings(x []string)   { Sort(StringSlice(x)) }
func Float64s(x []float64) { Sort(Float64Slice(x)) }

func IntsAreSorted(x []int) bool       { return IsSorted(IntSlice(x)) }
func StringsAreSorted(x []string) bool { return IsSorted(StringSlice(x)) }

func SearchInts(a []int, x int) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

func SearchStrings(a []string, x string) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

// ---- any slice ----

// How long a slice is, whatever its elements; how much room it takes to swap two of them, 0 when that
// is simple; and two of them changing places.
func length(slice any) int
func scratch(slice any) int
func swap(slice any, i, j int)

// As large as what reflect.Swapper returns, and with scratch space for the same elements.
func swapper(x any, n int) func(i, j int) {
	if n < 2 {
		return func(i, j int) {}
	}
	size := scratch(x)
	if size == 0 {
		return func(i, j int) {
			if uint(i) < uint(n) && uint(j) < uint(n) {
				swap(x, i, j)
			}
		}
	}
	room := &make([]byte, size)[0]
	return func(i, j int) {
		if uint(i) < uint(n) && uint(j) < uint(n) && size > 0 {
			swap(x, i, j)
			*room = 0
		}
	}
}

func Slice(x any, less func(i, j int) bool) {
	n := length(x)
	quickBy(less, swapper(x, n), 0, n)
}

func SliceStable(x any, less func(i, j int) bool) {
	n := length(x)
	insertionBy(less, swapper(x, n), 0, n)
}

func SliceIsSorted(x any, less func(i, j int) bool) bool {
	for i := length(x) - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}

func insertionBy(less func(i, j int) bool, swap func(i, j int), from, to int) {
	for i := from + 1; i < to; i++ {
		for j := i; j > from && less(j, j-1); j-- {
			swap(j, j-1)
		}
	}
}

func quickBy(less func(i, j int) bool, swap func(i, j int), from, to int) {
	for to-from > short {
		swap(from, from+(to-from)/2)
		low, high := from+1, to-1
		for low <= high {
			for low <= high && less(low, from) {
				low++
			}
			for low <= high && less(from, high) {
				high--
			}
			if low < high {
				swap(low, high)
				low++
				high--
			} else if low == high {
				break
			}
		}
		swap(from, low-1)
		if low-1-from < to-low {
			quickBy(less, swap, from, low-1)
			from = low
		} else {
			quickBy(less, swap, low, to)
			to = low - 1
		}
	}
	insertionBy(less, swap, from, to)
}
