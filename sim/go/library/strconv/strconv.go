// Numbers to strings, and back.
package strconv

import "errors"

var ErrRange = errors.New("value out of range")
var ErrSyntax = errors.New("invalid syntax")

type NumError struct {
	Func string
	Num  string
	Err  error
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

const IntSize = 64

// Numbers below 100 are parts of this one.
const small = "00010203040506070809" +
	"10111213141516171819" +
	"20212223242526272829" +
	"30313233343536373839" +
	"40414243444546474849" +
	"50515253545556575859" +
	"60616263646566676869" +
	"70717273747576777879" +
	"80818283848586878889" +
	"90919293949596979899"

const digits = "0123456789abcdefghijklmnopqrstuvwxyz"

func Itoa(i int) string { return FormatInt(int64(i), 10) }

func FormatInt(i int64, base int) string {
	if 0 <= i && i < 10 && base == 10 {
		return digits[i : i+1]
	}
	if 0 <= i && i < 100 && base == 10 {
		return small[2*i : 2*i+2]
	}
	if i < 0 {
		return format(-uint64(i), base, true)
	}
	return format(uint64(i), base, false)
}

func FormatUint(i uint64, base int) string {
	if i < 100 && base == 10 {
		return FormatInt(int64(i), 10)
	}
	return format(i, base, false)
}

func format(u uint64, base int, negative bool) string {
	if base < 2 || base > len(digits) {
		panic("strconv: illegal AppendInt/FormatInt base")
	}
	var buffer [65]byte
	i := len(buffer)
	b := uint64(base)
	for u >= b {
		i--
		buffer[i] = digits[u%b]
		u /= b
	}
	i--
	buffer[i] = digits[u]
	if negative {
		i--
		buffer[i] = '-'
	}
	return string(buffer[i:])
}

func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func ParseBool(str string) (bool, error) {
	switch str {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, &NumError{"ParseBool", str, ErrSyntax}
}

func Atoi(s string) (int, error) {
	n, err := parse("Atoi", s, 10, 64)
	return int(n), err
}

func ParseInt(s string, base int, bitSize int) (int64, error) {
	return parse("ParseInt", s, base, bitSize)
}

func parse(name, s string, base, bits int) (int64, error) {
	if bits == 0 {
		bits = 64
	}
	rest := s
	negative := false
	if len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
		negative = rest[0] == '-'
		rest = rest[1:]
	}
	if base == 0 {
		rest, base = prefix(rest)
	}
	if rest == "" {
		return 0, &NumError{name, s, ErrSyntax}
	}
	limit := uint64(1) << (uint(bits) - 1)
	most := limit<<1 - 1 // as if it were unsigned: more is too large, whatever follows
	var n uint64
	over := false
	for i := 0; i < len(rest) && !over; i++ {
		d := uint64(digit(rest[i]))
		if d >= uint64(base) {
			return 0, &NumError{name, s, ErrSyntax}
		}
		over = n > (most-d)/uint64(base)
		n = n*uint64(base) + d
	}
	if over || n > limit || n == limit && !negative {
		if negative {
			return -int64(limit), &NumError{name, s, ErrRange}
		}
		return int64(limit - 1), &NumError{name, s, ErrRange}
	}
	if negative {
		return -int64(n), nil
	}
	return int64(n), nil
}

func prefix(s string) (string, int) {
	if len(s) < 2 || s[0] != '0' {
		return s, 10
	}
	switch s[1] {
	case 'x', 'X':
		return s[2:], 16
	case 'b', 'B':
		return s[2:], 2
	case 'o', 'O':
		return s[2:], 8
	}
	return s[1:], 8
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'Z':
		return int(c-'A') + 10
	}
	return 99
}

// As Sprintf's %q.
func Quote(s string) string
