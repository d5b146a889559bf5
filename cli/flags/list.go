package flags

import "strings"

// List is the values of a flag that may be given several times.
type List[T any] struct {
	values *[]T
	parse  func(string) (T, error)
	show   func(T) string
}

// ListOf appends to the values what parse makes of each value on the command line.
func ListOf[T any](values *[]T, parse func(string) (T, error), show func(T) string) *List[T] {
	return &List[T]{values, parse, show}
}

// Set adds a value.
func (l *List[T]) Set(s string) error {
	value, err := l.parse(s)
	if err == nil {
		*l.values = append(*l.values, value)
	}
	return err
}

// String is all values, for the help.
func (l *List[T]) String() string {
	if l.values == nil {
		return "" // a zero List, as pflag makes to compare defaults
	}
	shown := make([]string, len(*l.values))
	for i, value := range *l.values {
		shown[i] = l.show(value)
	}
	return strings.Join(shown, ",")
}

// Type is empty, as the help names the argument in backquotes.
func (l *List[T]) Type() string { return "" }
