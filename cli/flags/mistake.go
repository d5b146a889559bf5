package flags

import "fmt"

// Mistake is what is wrong with a command line: for who typed it to mend, and no
// failure of the kernel or a file.
type Mistake struct{ error }

func (m Mistake) Unwrap() error { return m.error }

// Mistaken makes an error a Mistake, and leaves nil alone.
func Mistaken(err error) error {
	if err == nil {
		return nil
	}
	return Mistake{err}
}

// Mistakef is a Mistake that says so.
func Mistakef(text string, a ...any) error { return Mistake{fmt.Errorf(text, a...)} }
