// Formatting and printing. What prints values without a method of theirs is one operation of the
// machine; for values with an Error or String method it calls these first.
package fmt

type Stringer interface {
	String() string
}

func Print(a ...any) (n int, err error)
func Println(a ...any) (n int, err error)
func Printf(format string, a ...any) (n int, err error)
func Sprint(a ...any) string
func Sprintln(a ...any) string
func Sprintf(format string, a ...any) string

// Which function a text is for: enum format of the machine. The other functions without a body are
// one operation where they are called; when a method has to be called first, they call handleMethods.
const (
	print = iota
	println
	printf
	sprint
	sprintln
	sprintf
	errorf
)

// The value whose method is the next to be called, nil: none; what the methods said is in texts.
func next(kind int, format string, a []any, texts []string) any

// The whole text, printed or returned.
func finish(kind int, format string, a []any, texts []string) string

func handleMethods(kind int, format string, a []any) string {
	var few [16]string
	texts := few[:0]
	for v := next(kind, format, a, texts); v != nil; v = next(kind, format, a, texts) {
		texts = append(texts, method(v))
	}
	return finish(kind, format, a, texts)
}

func method(v any) (text string) {
	defer caught(v, &text)
	if err, ok := v.(error); ok {
		return err.Error()
	}
	return v.(Stringer).String()
}

// What is shown for a value whose method panics: a nil pointer is <nil>.
func caught(v any, text *string) {
	r := recover()
	if r == nil {
		return
	}
	if Sprintf("%p", v) == "0x0" {
		*text = "<nil>"
		return
	}
	name := "String"
	if _, ok := v.(error); ok {
		name = "Error"
	}
	*text = Sprint("%!v(PANIC=", name, " method: ", r, ")")
}

type errorString struct {
	s string
}

func (e *errorString) Error() string { return e.s }

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }

func (e *wrapError) Unwrap() error { return e.err }

func Errorf(format string, a ...any) error {
	text := handleMethods(errorf, format, a)
	wrapped := wrappedError(format, a)
	if wrapped == nil {
		return &errorString{text}
	}
	return &wrapError{text, wrapped}
}

// The operand of the first %w that is an error.
func wrappedError(format string, a []any) error {
	operand := 0
	for i := 0; i+1 < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		i++
		for i < len(format) && isFlag(format[i]) {
			if format[i] == '*' {
				operand++
			}
			i++
		}
		if i == len(format) {
			return nil
		}
		if format[i] == 'w' && operand < len(a) {
			err, _ := a[operand].(error)
			return err
		}
		if format[i] != '%' {
			operand++
		}
	}
	return nil
}

func isFlag(c byte) bool {
	return c == '+' || c == '-' || c == '#' || c == ' ' || c == '.' || c == '*' || '0' <= c && c <= '9'
}
