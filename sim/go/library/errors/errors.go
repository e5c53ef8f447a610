// Errors with a text, and what they wrap.
package errors

type errorString struct {
	s string
}

func (e *errorString) Error() string { return e.s }

func New(text string) error { return &errorString{text} }

type wrapper interface {
	Unwrap() error
}

func Unwrap(err error) error {
	w, ok := err.(wrapper)
	if !ok {
		return nil
	}
	return w.Unwrap()
}

type matcher interface {
	Is(target error) bool
}

func Is(err, target error) bool {
	if target == nil {
		return err == target
	}
	for err != nil {
		if comparable(err) && comparable(target) && err == target {
			return true
		}
		if m, ok := err.(matcher); ok && m.Is(target) {
			return true
		}
		err = Unwrap(err)
	}
	return false
}

// Whether == may be used on what an interface holds.
func comparable(err error) bool
