package rust

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// appender writes a method that appends a message.
type appender struct {
	*source
	values map[*code.Field]string // variables with the numbers that others follow
	rooms  map[*code.Field]string // variables that say where numbers are put
}

func (s *source) appender(k *code.Kind) {
	a := &appender{source: s, values: map[*code.Field]string{}, rooms: map[*code.Field]string{}}
	a.Comment("Appends the bytes of the message.")
	a.Line("#[allow(unused_variables)]")
	a.block("pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {", func() {
		a.Line("let start = out.len();")
		code.Append(a, k.Layout, "self", a.ids)
		a.Line("Ok(())")
	}, "}")
}

// extend writes that bytes are appended.
func (a *appender) extend(bytes string) { a.call("", "out.extend_from_slice", []string{bytes}, ";") }

// Fixed is of code.Appender, as what follows.
func (a *appender) Fixed(f *code.Field, from string) {
	switch {
	case f.Bits() == 8:
		a.call("", "out.push", []string{from}, ";")
	case f.Bits() > 0:
		a.extend(fmt.Sprintf("&%s.to_%s_bytes()", from, order(f)))
	default:
		a.extend("&" + from)
	}
	if f.Steers() {
		a.values[f] = a.variable("n")
		a.Line("let %s = number(&out[out.len() - %d..], %t);", a.values[f], f.Size.N, f.Little())
	}
}

func (a *appender) Always(_ *code.Field, value []byte) { a.extend("&[" + code.Hex(value) + "]") }

func (a *appender) Counts(f *code.Field, of string) { a.put(f, a.room(f), of+".len()") }

func (a *appender) Spans(f *code.Field) func() {
	at := a.room(f)
	return func() {
		n := a.variable("n")
		if f.Derived.Rest {
			a.Line("let %s = out.len() - %s - %d;", n, at, f.Size.N)
		} else {
			a.Line("let %s = out.len() - start;", n)
		}
		a.put(f, at, n)
	}
}

// room appends zeros where a number is put later, and returns the variable that says where.
func (a *appender) room(f *code.Field) string {
	at := a.variable("at")
	a.Line("let %s = out.len();", at)
	a.extend(fmt.Sprintf("&[0; %d]", f.Size.N))
	return at
}

// put writes that a number is put there.
func (a *appender) put(f *code.Field, at, n string) {
	a.call("", "put_number", []string{
		fmt.Sprintf("&mut out[%s..%s + %d]", at, at, f.Size.N), fmt.Sprint(f.Little()), quote(a.ids[f]), n,
		fmt.Sprint(f.Derived.Scale), fmt.Sprint(f.Derived.Add),
	}, "?;")
}

func (a *appender) Padding(f *code.Field, from string) {
	n, to := a.variable("n"), f.Size.N
	a.Line("let %s = (%d - (out.len() - start) %% %d) %% %d;", n, to, to, to)
	a.call("", "append_padding", []string{"out", n, "&" + from}, ";")
}

func (a *appender) Until(f *code.Field, from string) {
	a.call("", "append_until", []string{"out", quote(a.ids[f]), "&" + from, fmt.Sprintf("%#02x", f.Size.N)}, "?;")
}

func (a *appender) Bytes(_ *code.Field, from string) { a.extend("&" + from) }

func (a *appender) Fits(f *code.Field, from string, scale, add int) {
	a.call("", "fits", []string{quote(a.ids[f]), steering(f, a.values), fmt.Sprint(scale), fmt.Sprint(add), from + ".len()"}, "?;")
}

func (a *appender) Room(f *code.Field) { a.rooms[f] = a.room(f) }

func (a *appender) Run(f *code.Field, body func()) {
	a.block("{", func() {
		a.Line("let start = out.len();")
		body()
		n := a.variable("n")
		a.Line("let %s = out.len() - start;", n)
		if by := f.By; by.Derived != nil {
			a.put(by, a.rooms[by], n)
		} else {
			a.call("", "fits", []string{quote(a.ids[f]), steering(f, a.values), fmt.Sprint(f.Size.Scale), fmt.Sprint(f.Size.Add), n}, "?;")
		}
	}, "}")
}

func (a *appender) Each(f *code.Field, from string, body func(string)) {
	element := a.variable("e")
	if f.Last != nil {
		i := a.variable("i")
		a.block(fmt.Sprintf("for (%s, %s) in %s.iter().enumerate() {", i, element, from), func() {
			body(element)
			said := condition(f.Repeat.Until, "1", a.values[f.Last]) + " > 0"
			a.call("", "last_only", []string{quote(a.ids[f]), said, fmt.Sprintf("%s + 1 == %s.len()", i, from)}, "?;")
		}, "}")
		a.call("", "last_only", []string{quote(a.ids[f]), "true", "!" + from + ".is_empty()"}, "?;")
		return
	}
	if len(members(f.Items)) == 0 {
		element = "_"
	}
	a.block(fmt.Sprintf("for %s in &%s {", element, from), func() { body(element) }, "}")
}
