package golang

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// appender writes a method that appends a message.
type appender struct {
	*source
	values map[*code.Field]string // variables with the numbers that others follow
	rooms  map[*code.Field]string // variables that say behind which bytes numbers are put
	start  string                 // variable that says where the message begins, or the bytes that elements fill
	count  int                    // of variables
}

func (s *source) appender(k *code.Kind) {
	a := &appender{source: s, values: map[*code.Field]string{}, rooms: map[*code.Field]string{}, start: "start"}
	body := a.aside(func() { code.Append(a, k.Layout, "m", s.ids) })

	s.Line("")
	s.Comment("Append appends the bytes of the message.")
	s.Line("func (m *%s) Append(b []byte) ([]byte, error) {", s.types[k])
	if calls(body, "start") {
		s.Line("start := len(b)")
	}
	if calls(body, "err") {
		s.Line("var err error")
	}
	s.Write(body)
	s.Line("return b, nil")
	s.Line("}")
}

// aside are the lines that are written meanwhile, which don't stand in the source.
func (a *appender) aside(write func()) []byte {
	outer := a.printer
	a.printer = newPrinter()
	write()
	lines := a.printer.Bytes()
	a.printer = outer
	return lines
}

func (a *appender) variable(name string) string {
	a.count++
	return fmt.Sprintf("%s%d", name, a.count)
}

// Fixed is of code.Appender, as what follows.
func (a *appender) Fixed(f *code.Field, from string) {
	bits := f.Bits()
	value := from
	if f.IsFloat() {
		value = fmt.Sprintf("math.Float%dbits(%s)", bits, from)
	}
	switch {
	case bits == 8:
		a.Line("b = append(b, %s)", value)
	case bits > 0 && f.Little():
		a.Line("b = binary.LittleEndian.AppendUint%d(b, %s)", bits, value)
	case bits > 0:
		a.Line("b = binary.BigEndian.AppendUint%d(b, %s)", bits, value)
	default:
		a.Line("b = append(b, %s[:]...)", value)
	}
	if f.Steers() {
		a.values[f] = a.variable("n")
		a.Line("%s := number(b[len(b)-%d:], %t)", a.values[f], f.Size.N, f.Little())
	}
}

func (a *appender) Always(f *code.Field, value []byte) {
	a.Line("b = append(b, %s) // %s", code.Hex(value), a.ids[f])
}

func (a *appender) Counts(f *code.Field, of string) {
	a.room(f)
	a.put(f, fmt.Sprintf("b[len(b)-%d:]", f.Size.N), "len("+of+")")
}

func (a *appender) Spans(f *code.Field) func() {
	a.room(f)
	at := a.variable("at")
	a.Line("%s := len(b)", at)
	return func() {
		start := "start"
		if f.Derived.Rest {
			start = at
		}
		a.put(f, fmt.Sprintf("b[%s-%d:%s]", at, f.Size.N, at), "len(b)-"+start)
	}
}

// room appends zeros where a number is put later.
func (a *appender) room(f *code.Field) {
	a.Line("b = append(b, make([]byte, %d)...) // %s", f.Size.N, a.ids[f])
}

// put writes that a number is put somewhere.
func (a *appender) put(f *code.Field, where, n string) {
	a.try("err = putNumber(%s, %t, %q, %s, %d, %d)", where, f.Little(), a.ids[f], n, f.Derived.Scale, f.Derived.Add)
}

func (a *appender) Padding(f *code.Field, from string) {
	n := f.Size.N
	a.Line("b = appendPadding(b, (%d-(len(b)-%s)%%%d)%%%d, %s)", n, a.start, n, n, from)
}

func (a *appender) Until(f *code.Field, from string) {
	a.try("b, err = appendUntil(b, %q, []byte(%s), %#02x)", a.ids[f], from, f.Size.N)
}

func (a *appender) Bytes(_ *code.Field, from string) { a.Line("b = append(b, %s...)", from) }

func (a *appender) Fits(f *code.Field, from string, scale, add int) {
	a.try("err = fits(%q, %s, %d, %d, len(%s))", a.ids[f], steering(f, a.values), scale, add, from)
}

func (a *appender) Room(f *code.Field) {
	a.room(f)
	a.rooms[f] = a.variable("at")
	a.Line("%s := len(b)", a.rooms[f])
}

func (a *appender) Run(f *code.Field, body func()) {
	outer := a.start
	a.start = a.variable("start")
	a.Line("%s := len(b)", a.start)
	body()
	if by := f.By; by.Derived != nil {
		at := a.rooms[by]
		a.put(by, fmt.Sprintf("b[%s-%d:%s]", at, by.Size.N, at), "len(b)-"+a.start)
	} else {
		a.try("err = fits(%q, %s, %d, %d, len(b)-%s)", a.ids[f], steering(f, a.values), f.Size.Scale, f.Size.Add, a.start)
	}
	a.start = outer
}

func (a *appender) Each(f *code.Field, from string, body func(string)) {
	element := a.variable("e")
	if f.Last != nil {
		i := a.variable("i")
		a.Line("for %s, %s := range %s {", i, element, from)
		body(element)
		a.try("err = lastOnly(%q, %s > 0, %s+1 == len(%s))", a.ids[f], condition(f.Repeat.Until, "1", a.values[f.Last]), i, from)
		a.Line("}")
		a.try("err = lastOnly(%q, true, len(%s) > 0)", a.ids[f], from)
		return
	}
	lines := a.aside(func() { body(element) })
	if calls(lines, element) {
		a.Line("for _, %s := range %s {", element, from)
	} else {
		a.Line("for range %s {", from)
	}
	a.Write(lines)
	a.Line("}")
}
