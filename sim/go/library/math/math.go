// Constants, and what needs no more than arithmetic.
package math

const (
	E     = 2.71828182845904523536028747135266249775724709369995957496696763
	Pi    = 3.14159265358979323846264338327950288419716939937510582097494459
	Sqrt2 = 1.41421356237309504880168872420969807856967187537694807317667974

	MaxInt    = 1<<63 - 1
	MinInt    = -1 << 63
	MaxInt8   = 1<<7 - 1
	MinInt8   = -1 << 7
	MaxInt16  = 1<<15 - 1
	MinInt16  = -1 << 15
	MaxInt32  = 1<<31 - 1
	MinInt32  = -1 << 31
	MaxInt64  = 1<<63 - 1
	MinInt64  = -1 << 63
	MaxUint   = 1<<64 - 1
	MaxUint8  = 1<<8 - 1
	MaxUint16 = 1<<16 - 1
	MaxUint32 = 1<<32 - 1
	MaxUint64 = 1<<64 - 1

	MaxFloat32             = 0x1p127 * (1 + (1 - 0x1p-23))
	SmallestNonzeroFloat32 = 0x1p-126 * 0x1p-23
	MaxFloat64             = 0x1p1023 * (1 + (1 - 0x1p-52))
	SmallestNonzeroFloat64 = 0x1p-1022 * 0x1p-52
)

var huge = MaxFloat64

func Inf(sign int) float64 {
	if sign >= 0 {
		return huge * 2
	}
	return -huge * 2
}

func NaN() float64 { return Inf(1) - Inf(1) }

func IsNaN(f float64) bool { return f != f }

func IsInf(f float64, sign int) bool {
	return sign >= 0 && f > MaxFloat64 || sign <= 0 && f < -MaxFloat64
}

func Abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x + 0
}

func Max(x, y float64) float64 {
	if x != x || y != y {
		return x + y
	}
	if x > y {
		return x
	}
	return y
}

func Min(x, y float64) float64 {
	if x != x || y != y {
		return x + y
	}
	if x < y {
		return x
	}
	return y
}

// From 2^52 on there are no fractions.
func Trunc(x float64) float64 {
	if x != x || x >= 1<<52 || x <= -1<<52 {
		return x
	}
	return float64(int64(x))
}

func Floor(x float64) float64 {
	t := Trunc(x)
	if t > x {
		return t - 1
	}
	return t
}

func Ceil(x float64) float64 { return -Floor(-x) }

func Round(x float64) float64 {
	t := Trunc(x)
	if x-t >= 0.5 {
		return t + 1
	}
	if t-x >= 0.5 {
		return t - 1
	}
	return t
}

func Sqrt(x float64) float64
