package code

import (
	"fmt"
	"strings"
)

// maxWords is how many bytes of a name an identifier has at most.
const maxWords = 32

// Words are what identifiers are made of: the runs of ASCII letters and digits of a name,
// in lower case. The first begins with a letter, and is or if need be becomes the one given.
func Words(name, instead string) []string {
	name = strings.ToLower(name[:min(len(name), maxWords)])
	list := strings.FieldsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && !isDigit(r) })
	if len(list) == 0 || isDigit(rune(list[0][0])) {
		list = append([]string{instead}, list...)
	}
	return list
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// Snake makes foo_bar of words.
func Snake(words []string) string { return strings.Join(words, "_") }

// Camel makes FooBar of words. Numbers stay apart: U16_4.
func Camel(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if s := b.String(); s != "" && isDigit(rune(s[len(s)-1])) && isDigit(rune(w[0])) {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

// Names are identifiers of one scope that are taken.
type Names map[string]bool

// Reserve returns a scope in which these are taken.
func Reserve(names ...string) Names {
	taken := Names{}
	for _, n := range names {
		taken[n] = true
	}
	return taken
}

// Take returns an identifier that was free and now is taken: the wanted one, or that
// with a number.
func (n Names) Take(wanted string) string {
	name, between := wanted, ""
	if isDigit(rune(wanted[len(wanted)-1])) {
		between = "_"
	}
	for i := 2; n[name]; i++ {
		name = fmt.Sprintf("%s%s%d", wanted, between, i)
	}
	n[name] = true
	return name
}
