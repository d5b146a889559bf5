package rust

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// appender writes a method that appends a message.
type appender struct {
	*source
	values map[*code.Field]string // variables with the numbers that others follow
	late   []func()               // write what is known at the end
}

func (s *source) appender(k *code.Kind) {
	a := &appender{source: s, values: map[*code.Field]string{}}
	a.Comment("Appends the bytes of the message.")
	a.Line("#[allow(unused_variables)]")
	a.block("pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {", func() {
		a.Line("let start = out.len();")
		a.fields(k.Layout, "self")
		for _, write := range a.late {
			write()
		}
		a.Line("Ok(())")
	}, "}")
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

// extend writes that bytes are appended.
func (a *appender) extend(bytes string) { a.call("", "out.extend_from_slice", []string{bytes}, ";") }

func (a *appender) fixed(f *code.Field, from string) {
	switch {
	case f.Bits() == 8:
		a.call("", "out.push", []string{from}, ";")
	case f.Bits() > 0:
		a.extend(fmt.Sprintf("&%s.to_%s_bytes()", from, order(f)))
	default:
		a.extend("&" + from)
	}
	if len(f.Users) > 0 {
		a.values[f] = a.variable("n")
		a.Line("let %s = number(&out[out.len() - %d..], %t);", a.values[f], f.Size.N, f.Little())
	}
}

// derived writes what follows from other fields.
func (a *appender) derived(f *code.Field, from string) {
	d := f.Derived
	if d.Value != nil {
		values := ""
		for i, c := range d.Value {
			if i > 0 {
				values += ", "
			}
			values += fmt.Sprintf("%#02x", c)
		}
		a.extend("&[" + values + "]")
		return
	}
	at := a.variable("at")
	a.Line("let %s = out.len();", at)
	a.extend(fmt.Sprintf("&[0; %d]", f.Size.N))
	put := func(n string) {
		a.call("", "put_number", []string{fmt.Sprintf("&mut out[%s..%s + %d]", at, at, f.Size.N), fmt.Sprint(f.Little()), quote(a.ids[f]), n,
			fmt.Sprint(d.Scale), fmt.Sprint(d.Add)}, "?;")
	}
	if d.Of != nil {
		put(from[:len(from)-len(a.ids[f])] + a.ids[d.Of] + ".len()")
		return
	}
	a.late = append(a.late, func() {
		n := a.variable("n")
		if d.Rest {
			a.Line("let %s = out.len() - %s - %d;", n, at, f.Size.N)
		} else {
			a.Line("let %s = out.len() - start;", n)
		}
		put(n)
	})
}

func (a *appender) varying(f *code.Field, from string) {
	switch size := f.Size; size.How {
	case model.SizeAlign:
		n := a.variable("n")
		a.Line("let %s = (%d - (out.len() - start) %% %d) %% %d;", n, size.N, size.N, size.N)
		a.call("", "append_padding", []string{"out", n, "&" + from}, ";")
		return
	case model.SizeUntil:
		a.call("", "append_until", []string{"out", quote(a.ids[f]), "&" + from, fmt.Sprintf("%#02x", size.N)}, "?;")
		return
	case model.SizeBy:
		a.fits(f, from, size.Scale, size.Add)
	}
	a.extend("&" + from)
}

// fits writes the check of a length that is a field of the type.
func (a *appender) fits(f *code.Field, from string, scale, add int) {
	if f.By != nil && f.By.Derived == nil {
		a.call("", "fits", []string{quote(a.ids[f]), steering(f, a.values[f.By]), fmt.Sprint(scale), fmt.Sprint(add), from + ".len()"}, "?;")
	}
}

func (a *appender) list(f *code.Field, from string) {
	a.fits(f, from, 1, add(f))
	element := a.variable("e")
	if len(members(f.Items)) == 0 {
		element = "_"
	}
	a.block(fmt.Sprintf("for %s in &%s {", element, from), func() { a.fields(f.Items, element) }, "}")
}

// add is what is added to the number of elements that another field gives.
func add(f *code.Field) int {
	if f.Repeat == nil {
		return 0
	}
	return f.Repeat.Add
}
