// Strings: searching, splitting, joining, changing.
package strings

// ---- searching ----

func Index(s, substr string) int {
	n := len(substr)
	for i := 0; i+n <= len(s); i++ {
		if s[i:i+n] == substr {
			return i
		}
	}
	return -1
}

func IndexByte(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}

func IndexRune(s string, r rune) int {
	for i, c := range s {
		if c == r {
			return i
		}
	}
	return -1
}

func IndexAny(s, chars string) int {
	for i, c := range s {
		if IndexRune(chars, c) >= 0 {
			return i
		}
	}
	return -1
}

func LastIndex(s, substr string) int {
	n := len(substr)
	for i := len(s) - n; i >= 0; i-- {
		if s[i:i+n] == substr {
			return i
		}
	}
	return -1
}

func Contains(s, substr string) bool { return Index(s, substr) >= 0 }

func ContainsRune(s string, r rune) bool { return IndexRune(s, r) >= 0 }

func ContainsAny(s, chars string) bool { return IndexAny(s, chars) >= 0 }

func HasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && s[:len(prefix)] == prefix
}

func HasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix
}

// An empty substr is found between all runes, and at both ends.
func Count(s, substr string) int {
	n := 0
	if len(substr) == 0 {
		for range s {
			n++
		}
		return n + 1
	}
	for i := Index(s, substr); i >= 0; i = Index(s, substr) {
		n++
		s = s[i+len(substr):]
	}
	return n
}

func Compare(a, b string) int {
	if a == b {
		return 0
	}
	if a < b {
		return -1
	}
	return 1
}

func EqualFold(s, t string) bool {
	for len(s) > 0 && len(t) > 0 {
		n, m := runeWidth(s), runeWidth(t)
		if lower(first(s)) != lower(first(t)) {
			return false
		}
		s, t = s[n:], t[m:]
	}
	return len(s) == len(t)
}

func first(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// ---- splitting and joining ----

func Split(s, sep string) []string { return SplitN(s, sep, -1) }

func SplitN(s, sep string, n int) []string {
	if n == 0 {
		return nil
	}
	if sep == "" {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	if n > len(s)+1 {
		n = len(s) + 1
	}
	parts := make([]string, n)
	i := 0
	for ; i < n-1; i++ {
		at := Index(s, sep)
		if at < 0 {
			break
		}
		parts[i] = s[:at]
		s = s[at+len(sep):]
	}
	parts[i] = s
	return parts[:i+1]
}

// One string a rune.
func explode(s string, n int) []string {
	count := 0
	for range s {
		count++
	}
	if n < 0 || n > count {
		n = count
	}
	parts := make([]string, n)
	for i := 0; i < n-1; i++ {
		width := runeWidth(s)
		parts[i] = s[:width]
		s = s[width:]
	}
	if n > 0 {
		parts[n-1] = s
	}
	return parts
}

func runeWidth(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

func Fields(s string) []string {
	n := 0
	inside := false
	for _, c := range s {
		if !isSpace(c) && !inside {
			n++
		}
		inside = !isSpace(c)
	}
	fields := make([]string, n)
	n = 0
	start := -1
	for i, c := range s {
		if isSpace(c) && start >= 0 {
			fields[n] = s[start:i]
			n++
			start = -1
		} else if !isSpace(c) && start < 0 {
			start = i
		}
	}
	if start >= 0 {
		fields[n] = s[start:]
	}
	return fields
}

func Join(elems []string, sep string) string {
	switch len(elems) {
	case 0:
		return ""
	case 1:
		return elems[0]
	}
	n := len(sep) * (len(elems) - 1)
	for i := 0; i < len(elems); i++ {
		n += len(elems[i])
	}
	joined := make([]byte, 0, n)
	joined = append(joined, elems[0]...)
	for _, s := range elems[1:] {
		joined = append(joined, sep...)
		joined = append(joined, s...)
	}
	return shared(joined)
}

func Repeat(s string, count int) string {
	if count == 0 {
		return ""
	}
	if count < 0 {
		panic("strings: negative Repeat count")
	}
	n := len(s) * count
	repeated := make([]byte, 0, n)
	for len(repeated) < n {
		repeated = append(repeated, s...)
	}
	return shared(repeated)
}

func Cut(s, sep string) (before, after string, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// ---- trimming ----

func isSpace(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', ' ', 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000:
		return true
	}
	return 0x2000 <= r && r <= 0x200a
}

func TrimSpace(s string) string { return TrimFunc(s, isSpace) }

func TrimFunc(s string, f func(rune) bool) string {
	return TrimRightFunc(TrimLeftFunc(s, f), f)
}

func TrimLeftFunc(s string, f func(rune) bool) string {
	for i, c := range s {
		if !f(c) {
			return s[i:]
		}
	}
	return ""
}

func TrimRightFunc(s string, f func(rune) bool) string {
	end := 0
	for i, c := range s {
		if !f(c) {
			end = i + runeWidth(s[i:])
		}
	}
	return s[:end]
}

func Trim(s, cutset string) string { return TrimRight(TrimLeft(s, cutset), cutset) }

func TrimLeft(s, cutset string) string {
	for i, c := range s {
		if IndexRune(cutset, c) < 0 {
			return s[i:]
		}
	}
	return ""
}

func TrimRight(s, cutset string) string {
	end := 0
	for i, c := range s {
		if IndexRune(cutset, c) < 0 {
			end = i + runeWidth(s[i:])
		}
	}
	return s[:end]
}

func TrimPrefix(s, prefix string) string {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

// ---- changing ----

func Replace(s, old, new string, n int) string {
	if old == new || n == 0 {
		return s
	}
	m := Count(s, old)
	if m == 0 {
		return s
	}
	if n < 0 || m < n {
		n = m
	}
	replaced := make([]byte, 0, len(s)+n*(len(new)-len(old)))
	start := 0
	for i := 0; i < n; i++ {
		at := start
		if len(old) > 0 {
			at += Index(s[start:], old)
		} else if i > 0 {
			at += runeWidth(s[start:])
		}
		replaced = append(replaced, s[start:at]...)
		replaced = append(replaced, new...)
		start = at + len(old)
	}
	replaced = append(replaced, s[start:]...)
	return shared(replaced)
}

func ReplaceAll(s, old, new string) string { return Replace(s, old, new, -1) }

func Map(mapping func(rune) rune, s string) string {
	same := true
	for _, c := range s {
		if mapping(c) != c {
			same = false
			break
		}
	}
	if same {
		return s
	}
	mapped := make([]byte, 0, len(s))
	for _, c := range s {
		if r := mapping(c); r >= 0 {
			mapped = appendRune(mapped, r)
		}
	}
	return shared(mapped)
}

func ToUpper(s string) string { return Map(upper, s) }

func ToLower(s string) string { return Map(lower, s) }

// Letters of Latin, Greek and Cyrillic; others are left alone.
func upper(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z':
		return r - 'a' + 'A'
	case r < 0x80:
		return r
	case r == 0xb5:
		return 0x39c
	case r == 0xff:
		return 0x178
	case 0xe0 <= r && r <= 0xfe && r != 0xf7:
		return r - 0x20
	case 0x100 <= r && r <= 0x137 || 0x14a <= r && r <= 0x177:
		if r&1 == 1 && r != 0x131 {
			return r - 1
		}
	case 0x139 <= r && r <= 0x148 || 0x179 <= r && r <= 0x17e:
		if r&1 == 0 {
			return r - 1
		}
	case 0x3b1 <= r && r <= 0x3cb && r != 0x3c2:
		return r - 0x20
	case 0x430 <= r && r <= 0x44f:
		return r - 0x20
	case 0x450 <= r && r <= 0x45f:
		return r - 0x50
	}
	return r
}

func lower(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r - 'A' + 'a'
	case r < 0x80:
		return r
	case r == 0x178:
		return 0xff
	case 0xc0 <= r && r <= 0xde && r != 0xd7:
		return r + 0x20
	case 0x100 <= r && r <= 0x137 || 0x14a <= r && r <= 0x177:
		if r&1 == 0 && r != 0x130 {
			return r + 1
		}
	case 0x139 <= r && r <= 0x148 || 0x179 <= r && r <= 0x17e:
		if r&1 == 1 {
			return r + 1
		}
	case 0x391 <= r && r <= 0x3ab && r != 0x3a2:
		return r + 0x20
	case 0x410 <= r && r <= 0x42f:
		return r + 0x20
	case 0x400 <= r && r <= 0x40f:
		return r + 0x50
	}
	return r
}

// Each word's first letter in upper case.
func Title(s string) string {
	titled := make([]byte, 0, len(s))
	before := ' '
	for _, c := range s {
		if separates(before) {
			c = upper(c)
		}
		titled = appendRune(titled, c)
		before = c
	}
	return shared(titled)
}

// A string that is being built. It shows its bytes without copying them.
type Builder struct {
	addr *Builder
	buf  []byte
}

// The bytes as a string, not copied: they must not change any more.
func shared(b []byte) string

func (b *Builder) String() string { return shared(b.buf) }

func (b *Builder) Len() int { return len(b.buf) }

func (b *Builder) Cap() int { return cap(b.buf) }

func (b *Builder) Reset() {
	b.addr = nil
	b.buf = nil
}

func (b *Builder) Grow(n int) {
	if n < 0 {
		panic("strings.Builder.Grow: negative count")
	}
	if cap(b.buf)-len(b.buf) < n {
		larger := make([]byte, len(b.buf), 2*cap(b.buf)+n)
		copy(larger, b.buf)
		b.buf = larger
	}
}

func (b *Builder) Write(p []byte) (int, error) {
	b.buf = append(b.buf, p...)
	return len(p), nil
}

func (b *Builder) WriteByte(c byte) error {
	b.buf = append(b.buf, c)
	return nil
}

func (b *Builder) WriteString(s string) (int, error) {
	b.buf = append(b.buf, s...)
	return len(s), nil
}

func (b *Builder) WriteRune(r rune) (int, error) {
	before := len(b.buf)
	if r < 0 || r >= 0x80 {
		b.Grow(4) // room for any character
	}
	b.buf = appendRune(b.buf, r)
	return len(b.buf) - before, nil
}

func appendRune(to []byte, r rune) []byte {
	if r < 0 || r > 0x10ffff || 0xd800 <= r && r < 0xe000 {
		r = 0xfffd
	}
	switch {
	case r < 0x80:
		return append(to, byte(r))
	case r < 0x800:
		return append(to, 0xc0|byte(r>>6), 0x80|byte(r)&0x3f)
	case r < 0x10000:
		return append(to, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
	}
	return append(to, 0xf0|byte(r>>18), 0x80|byte(r>>12)&0x3f, 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
}

func separates(r rune) bool {
	switch {
	case '0' <= r && r <= '9', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', r == '_':
		return false
	}
	return r < 0x80 || isSpace(r)
}
