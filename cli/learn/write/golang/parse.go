package golang

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// place is where the next field is: so many bytes behind the start of the frame or, if
// behind, behind the variable at.
type place struct {
	behind bool
	offset int
}

func (p place) plus(n int) string {
	switch n += p.offset; {
	case !p.behind:
		return fmt.Sprint(n)
	case n == 0:
		return "at"
	}
	return fmt.Sprintf("at+%d", n)
}

// parser writes a function that reads a frame of a kind.
type parser struct {
	*source
	place
	values map[*code.Field]string // variables with the numbers that others follow
	count  int                    // of variables
}

func (s *source) parser(k *code.Kind) {
	name := s.types[k]
	p := &parser{source: s, values: map[*code.Field]string{}}
	outer := s.printer
	s.printer = newPrinter()
	p.fields(k.Layout, "m")
	body := s.Bytes()
	s.printer = outer

	s.Line("")
	s.Line("func parse%s(b []byte) (*%s, error) {", name, name)
	s.Line("m := &%s{}", name)
	if size := code.FixedSize(k.Layout); size >= 0 {
		s.Line("if len(b) != %d {", size)
		s.Line(`return nil, fmt.Errorf("%s has %d bytes, not %%d", len(b))`, name, size)
		s.Line("}")
	}
	if calls(body, "err") {
		s.Line("var err error")
	}
	s.Write(body)
	if p.behind {
		s.Line("if %s != len(b) {", p.plus(0))
		s.Line(`return nil, fmt.Errorf("%s ends at offset %%d, but there are %%d bytes", %s, len(b))`, name, p.plus(0))
		s.Line("}")
	}
	s.Line("return m, nil")
	s.Line("}")
}

// variable is a name that no other variable of the function has.
func (p *parser) variable(name string) string {
	p.count++
	return fmt.Sprintf("%s%d", name, p.count)
}

// fields reads the fields of a layout into what the expression to is.
func (p *parser) fields(fields []*code.Field, to string) {
	whole := !p.behind && code.FixedSize(fields) >= 0 // its length is checked at the start
	for len(fields) > 0 {
		n, size := code.Run(fields)
		if n == 0 {
			p.varying(fields[0], to+"."+p.ids[fields[0]])
			fields = fields[1:]
			continue
		}
		if !whole {
			p.try("err = need(b, %s, %d, %d, %q)", p.plus(0), size, fields[0].Behind, p.ids[fields[0]])
		}
		for _, f := range fields[:n] {
			p.fixed(f, to+"."+p.ids[f])
		}
		fields = fields[n:]
	}
}

// fixed reads a field of fixed size, which is there.
func (p *parser) fixed(f *code.Field, to string) {
	switch {
	case f.Fixed() == 0:
		return
	case f.IsRecord():
		for _, item := range f.Items {
			p.fixed(item, to+"."+p.ids[item])
		}
		return
	}
	from, next := p.plus(0), p.plus(f.Size.N)
	bytes := fmt.Sprintf("b[%s:%s]", from, next)
	if f.Steers() {
		p.values[f] = p.variable("n")
		p.Line("%s := %s", p.values[f], number(f, from, bytes))
	}
	switch d := f.Derived; {
	case d == nil:
		p.Line("%s = %s", to, value(f, from, bytes))
	case d.Frame:
		p.agrees(f, number(f, from, bytes), "")
	case d.Rest:
		if strings.Contains(next, "+") {
			next = "(" + next + ")"
		}
		p.agrees(f, number(f, from, bytes), "-"+next)
	}
	p.offset += f.Size.N
}

// agrees writes the check of a length of all bytes but those said.
func (p *parser) agrees(f *code.Field, number, start string) {
	p.try("err = agree(%q, %s, %d, %d, len(b)%s)", p.ids[f], number, f.Derived.Scale, f.Derived.Add, start)
}

// value is the value of a field of fixed size.
func value(f *code.Field, from, bytes string) string {
	switch bits := f.Bits(); {
	case f.IsFloat():
		return fmt.Sprintf("math.Float%dfrombits(%s)", bits, uintOf(f, from, bytes))
	case bits > 0:
		return uintOf(f, from, bytes)
	}
	return fmt.Sprintf("[%d]byte(%s)", f.Size.N, bytes)
}

// uintOf is the number in the field, in the type of that width.
func uintOf(f *code.Field, from, bytes string) string {
	switch {
	case f.Bits() == 8:
		return fmt.Sprintf("b[%s]", from)
	case f.Little():
		return fmt.Sprintf("binary.LittleEndian.Uint%d(%s)", f.Bits(), bytes)
	}
	return fmt.Sprintf("binary.BigEndian.Uint%d(%s)", f.Bits(), bytes)
}

// number is the number in the field as an uint64.
func number(f *code.Field, from, bytes string) string {
	switch {
	case f.Bits() == 64:
		return uintOf(f, from, bytes)
	case f.Bits() > 0:
		return "uint64(" + uintOf(f, from, bytes) + ")"
	}
	return fmt.Sprintf("number(%s, %t)", bytes, f.Little())
}

// varying reads a field whose size differs.
func (p *parser) varying(f *code.Field, to string) {
	p.begin()
	switch {
	case f.IsRun():
		p.run(f, to)
		return
	case f.IsRecord():
		p.fields(f.Items, to)
		return
	case f.IsList():
		p.list(f, to)
		return
	}
	n := p.variable("n")
	end := fmt.Sprintf("at+%s", n)
	switch size := f.Size; size.How {
	case model.SizeBy:
		p.measure(f, n)
	case model.SizeRest:
		p.Line("%s := len(b) - %d - at", n, f.Behind+size.N)
		p.try("err = need(b, at, %s, %d, %q)", n, f.Behind, p.ids[f])
	case model.SizeUntil:
		p.Line("var %s int", n)
		p.try("%s, err = find(b, at, %d, %q, %#02x)", n, f.Behind, p.ids[f], size.N)
		end += "-1"
	case model.SizeAlign:
		p.Line("%s := (%d - at%%%d) %% %d", n, size.N, size.N, size.N)
		p.try("err = need(b, at, %s, %d, %q)", n, f.Behind, p.ids[f])
	}
	switch {
	case f.Size.How == model.SizeAlign:
		p.Line("%s = unlessZero(b[at:%s])", to, end)
	case isString(f):
		p.Line("%s = string(b[at:%s])", to, end)
	default:
		p.Line("%s = bytes.Clone(b[at:%s])", to, end)
	}
	p.Line("at += %s", n)
}

// measure declares the number of bytes of a field that another one gives.
func (p *parser) measure(f *code.Field, n string) {
	size := f.Size
	p.Line("var %s int", n)
	p.try("%s, err = measure(b, at, %d, %q, %s, %d, %d)", n, f.Behind, p.ids[f], steering(f, p.values), size.Scale, size.Add)
	if f.By.Derived != nil && size.Add < 0 { // there is no length for a value that gives less than none
		p.try("err = agree(%q, %s, %d, %d, %s)", p.ids[f.By], p.values[f.By], size.Scale, size.Add, n)
	}
}

// run reads elements that fill a number of bytes: b are these meanwhile.
func (p *parser) run(f *code.Field, to string) {
	n := p.variable("n")
	p.measure(f, n)
	p.Line("{")
	p.Line("b, at := b[at:at+%s], 0", n)
	if f.IsList() {
		p.list(f, to)
	} else {
		p.fields(f.Items, to)
		p.begin()
	}
	p.Line("if at != len(b) {")
	p.Line(`return nil, fmt.Errorf("%s ends behind %%d of its %%d bytes", at, len(b))`, p.ids[f])
	p.Line("}")
	p.Line("}")
	p.Line("at += %s", n)
}

// steering is the number that gives the size of a field, 0 if that has no bytes.
func steering(f *code.Field, values map[*code.Field]string) string {
	value := "1"
	if f.By != nil {
		value = values[f.By]
	}
	if none, ok := f.None(); ok && f.By.Derived == nil {
		value = fmt.Sprintf("zeroIf(%#x, %s)", none, value)
	}
	if f.Asker != nil {
		value = condition(f.Only(), value, values[f.Asker])
	}
	return value
}

// condition is a value if a condition holds of what was asked, else 0.
func condition(o *model.Only, value, asked string) string {
	return fmt.Sprintf("onlyIf(%t, %s, %s, []uint64{%s})", !o.Not, value, asked, code.Numbers(o.Values))
}

// begin has at say where the next field is.
func (p *parser) begin() {
	switch {
	case !p.behind:
		p.Line("at := %d", p.offset)
	case p.offset > 0:
		p.Line("at += %d", p.offset)
	}
	p.place = place{behind: true}
}

// list reads elements.
func (p *parser) list(f *code.Field, to string) {
	element, start, last := p.variable("e"), "", ""
	switch {
	case f.IsOptional():
		p.Line("if %s > 0 {", steering(f, p.values))
	case f.Last != nil:
		last = p.variable("last")
		p.Line("for %s := false; !%s; {", last, last)
	case !f.IsOpen():
		n := p.variable("n")
		p.Line("var %s int", n)
		p.try("%s, err = elements(%q, %s, %d)", n, p.ids[f], p.values[f.By], f.Repeat.Add)
		p.Line("for range %s {", n)
	default:
		p.Line("for at < len(b)-%d {", f.Left())
		if code.MinSize(f.Items) == 0 {
			start = p.variable("start")
			p.Line("%s := at", start)
		}
	}
	p.Line("var %s %s", element, p.types[f])
	p.fields(f.Items, element)
	p.begin()
	if start != "" {
		p.Line("if at == %s {", start)
		p.Line(`return nil, errors.New("an element of %s is empty")`, p.ids[f])
		p.Line("}")
	}
	p.Line("%s = append(%s, %s)", to, to, element)
	if last != "" {
		p.Line("%s = %s > 0", last, condition(f.Repeat.Until, "1", p.values[f.Last]))
	}
	p.Line("}")
}
