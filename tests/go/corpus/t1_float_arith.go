// t1_float_arith: float64 arithmetic, comparisons, conversions and printing
// topic: types
package main

import "fmt"

type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec         { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) mul(k float64) vec     { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) dot(b vec) float64     { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a *vec) normalise(n float64)  { *a = a.mul(1 / n) }

func sqrt(x float64) (float64, int) {
	g, n := x/2, 0
	for n < 50 {
		next := (g + x/g) / 2
		n++
		if next == g {
			break
		}
		g = next
	}
	return g, n
}

func mean(xs []float64) float64 {
	t := 0.0
	for _, x := range xs {
		t += x
	}
	return t / float64(len(xs))
}

func run() {
	r, _ := sqrt(2)
	fmt.Println(r, r*r == 2, r*r-2 < 1e-15)
	v := vec{3, 4, 0}
	n, _ := sqrt(v.dot(v))
	v.normalise(n)
	w := v.add(vec{z: 1}.mul(2.5))
	fmt.Println(n, v.x, v.y, w.z, w.dot(v))
	fmt.Println(mean([]float64{1, 2, 4}), mean([]float64{1e300, 1e300}), mean([]float64{1e308, 1e308}))
	i := 7
	fmt.Println(float64(i)/2, i/2, float64(i/2), int(2.999*float64(i)))
	var z float64
	nan := z / z
	fmt.Println(nan == nan, nan < 1, nan != nan, -z == z, 1/z > 1e308)
	fmt.Println(0.1+0.2, 1e9, 1e21, 123456789.125, 5e-324, 100.0, 0.000001, 0.0000001)
	const c = 0.1
	fmt.Println(c*3, c*3 == 0.3, 1/3.0)
}

func main() { run() }
