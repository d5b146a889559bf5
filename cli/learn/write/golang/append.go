package golang

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// appender writes a method that appends a message.
type appender struct {
	*source
	values map[*code.Field]string // variables with the numbers that others follow
	count  int                    // of variables
	late   []func()               // write what is known at the end
}

func (s *source) appender(k *code.Kind) {
	name := s.types[k]
	a := &appender{source: s, values: map[*code.Field]string{}}
	outer := s.printer
	s.printer = newPrinter()
	a.fields(k.Layout, "m")
	for _, write := range a.late {
		write()
	}
	body := s.Bytes()
	s.printer = outer

	s.Line("")
	s.Comment("Append appends the bytes of the message.")
	s.Line("func (m *%s) Append(b []byte) ([]byte, error) {", name)
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

func (a *appender) variable(name string) string {
	a.count++
	return fmt.Sprintf("%s%d", name, a.count)
}

func (a *appender) fields(fields []*code.Field, from string) {
	for _, f := range fields {
		from := from + "." + a.ids[f]
		switch {
		case f.Fixed() == 0:
		case f.IsRecord():
			a.fields(f.Items, from)
		case f.IsList():
			a.list(f, from)
		case f.Derived != nil:
			a.derived(f, from)
		case f.Size.How == model.SizeFixed:
			a.fixed(f, from)
		default:
			a.varying(f, from)
		}
	}
}

func (a *appender) fixed(f *code.Field, from string) {
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
	if len(f.Users) > 0 {
		a.values[f] = a.variable("n")
		a.Line("%s := number(b[len(b)-%d:], %t)", a.values[f], f.Size.N, f.Little())
	}
}

// derived writes what follows from other fields.
func (a *appender) derived(f *code.Field, from string) {
	put := func(where, n string) {
		a.try("err = putNumber(%s, %t, %q, %s, %d, %d)", where, f.Little(), a.ids[f], n, f.Derived.Scale, f.Derived.Add)
	}
	d := f.Derived
	if d.Value != nil {
		values := ""
		for i, c := range d.Value {
			if i > 0 {
				values += ", "
			}
			values += fmt.Sprintf("%#02x", c)
		}
		a.Line("b = append(b, %s) // %s", values, a.ids[f])
		return
	}
	a.Line("b = append(b, make([]byte, %d)...) // %s", f.Size.N, a.ids[f])
	if d.Of != nil {
		of := from[:len(from)-len(a.ids[f])] + a.ids[d.Of]
		put(fmt.Sprintf("b[len(b)-%d:]", f.Size.N), "len("+of+")")
		return
	}
	at := a.variable("at")
	a.Line("%s := len(b)", at)
	a.late = append(a.late, func() {
		start := "start"
		if d.Rest {
			start = at
		}
		put(fmt.Sprintf("b[%s-%d:%s]", at, f.Size.N, at), "len(b)-"+start)
	})
}

func (a *appender) varying(f *code.Field, from string) {
	switch size := f.Size; size.How {
	case model.SizeAlign:
		a.Line("b = appendPadding(b, (%d-(len(b)-start)%%%d)%%%d, %s)", size.N, size.N, size.N, from)
		return
	case model.SizeUntil:
		a.try("b, err = appendUntil(b, %q, []byte(%s), %#02x)", a.ids[f], from, size.N)
		return
	case model.SizeBy:
		if f.By.Derived == nil {
			a.try("err = fits(%q, %s, %d, %d, len(%s))", a.ids[f], steering(f, a.values[f.By]), size.Scale, size.Add, from)
		}
	}
	a.Line("b = append(b, %s...)", from)
}

func (a *appender) list(f *code.Field, from string) {
	if f.By != nil && f.By.Derived == nil {
		a.try("err = fits(%q, %s, 1, %d, len(%s))", a.ids[f], a.values[f.By], f.Repeat.Add, from)
	}
	element := a.variable("e")
	outer := a.printer
	a.printer = newPrinter()
	a.fields(f.Items, element)
	body := a.Bytes()
	a.printer = outer
	if calls(body, element) {
		a.Line("for _, %s := range %s {", element, from)
	} else {
		a.Line("for range %s {", from)
	}
	a.Write(body)
	a.Line("}")
}
