// Durations and waiting. The clock is the machine's own: it begins at 0.
package time

type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

func Sleep(d Duration)

// Nanoseconds since the machine was started.
func now() int64

type Time struct {
	wall uint64
	ext  int64
	loc  *Location
}

type Location struct {
	name string
}

func Now() Time { return Time{ext: now()} }

func Since(t Time) Duration { return Duration(now() - t.ext) }

func (t Time) Sub(u Time) Duration { return Duration(t.ext - u.ext) }
func (t Time) Add(d Duration) Time { return Time{ext: t.ext + int64(d)} }
func (t Time) After(u Time) bool   { return t.ext > u.ext }
func (t Time) Before(u Time) bool  { return t.ext < u.ext }
func (t Time) Equal(u Time) bool   { return t.ext == u.ext }
func (t Time) UnixNano() int64     { return t.ext }

func After(d Duration) <-chan Time {
	c := make(chan Time, 1)
	go func() {
		Sleep(d)
		c <- Now()
	}()
	return c
}

func (d Duration) Nanoseconds() int64  { return int64(d) }
func (d Duration) Microseconds() int64 { return int64(d) / 1000 }
func (d Duration) Milliseconds() int64 { return int64(d) / 1000000 }
func (d Duration) Seconds() float64    { return float64(d/Second) + float64(d%Second)/1e9 }
func (d Duration) Minutes() float64    { return float64(d/Minute) + float64(d%Minute)/60e9 }
func (d Duration) Hours() float64      { return float64(d/Hour) + float64(d%Hour)/3600e9 }

// "1h2m3.5s", "1.5ms", "0s".
func (d Duration) String() string {
	var buffer [32]byte
	w := len(buffer)
	u := uint64(d)
	negative := d < 0
	if negative {
		u = -u
	}
	if u == 0 {
		return "0s"
	}
	if u < uint64(Second) {
		w = belowSecond(buffer[:], u)
	} else {
		w = aboveSecond(buffer[:], u)
	}
	if negative {
		w--
		buffer[w] = '-'
	}
	return string(buffer[w:])
}

func belowSecond(buffer []byte, u uint64) int {
	w := len(buffer) - 1
	buffer[w] = 's'
	w--
	places := 0
	switch {
	case u < uint64(Microsecond):
		buffer[w] = 'n'
	case u < uint64(Millisecond):
		places = 3
		w--
		buffer[w] = 0xc2
		buffer[w+1] = 0xb5
	default:
		places = 6
		buffer[w] = 'm'
	}
	w, u = fraction(buffer[:w], u, places)
	return integer(buffer[:w], u)
}

func aboveSecond(buffer []byte, u uint64) int {
	w := len(buffer) - 1
	buffer[w] = 's'
	w, u = fraction(buffer[:w], u, 9)
	w = integer(buffer[:w], u%60)
	u /= 60
	if u > 0 {
		w--
		buffer[w] = 'm'
		w = integer(buffer[:w], u%60)
		u /= 60
	}
	if u > 0 {
		w--
		buffer[w] = 'h'
		w = integer(buffer[:w], u)
	}
	return w
}

// The last `places` digits of u behind a point, without zeroes at the end; what is left of u.
func fraction(buffer []byte, u uint64, places int) (int, uint64) {
	w := len(buffer)
	any := false
	for i := 0; i < places; i++ {
		d := u % 10
		any = any || d != 0
		if any {
			w--
			buffer[w] = byte(d) + '0'
		}
		u /= 10
	}
	if any {
		w--
		buffer[w] = '.'
	}
	return w, u
}

func integer(buffer []byte, u uint64) int {
	w := len(buffer)
	if u == 0 {
		w--
		buffer[w] = '0'
	}
	for u > 0 {
		w--
		buffer[w] = byte(u%10) + '0'
		u /= 10
	}
	return w
}
