package rust

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// parser writes a function that reads a frame of a kind. The next field is so many bytes
// behind the start of the frame or, if behind, behind the variable at.
type parser struct {
	*source
	behind bool
	offset int
	values map[*code.Field]string // variables with the numbers that others follow
}

func (p *parser) plus(n int) string {
	switch n += p.offset; {
	case !p.behind:
		return fmt.Sprint(n)
	case n == 0:
		return "at"
	}
	return fmt.Sprintf("at + %d", n)
}

func (s *source) parser(k *code.Kind) {
	name := s.types[k]
	p := &parser{source: s, values: map[*code.Field]string{}}
	p.block(fmt.Sprintf("fn parse(b: &[u8]) -> Result<%s, String> {", name), func() {
		if size := code.FixedSize(k.Layout); size >= 0 {
			p.call("", "size", []string{"b", fmt.Sprint(size)}, "?;")
		}
		p.fields(k.Layout)
		if p.behind {
			p.call("", "size", []string{"b", p.plus(0)}, "?;")
		}
		p.literal("Ok(", name, p.memberNames(k.Layout), ")")
	}, "}")
}

func (p *parser) memberNames(fields []*code.Field) (names []string) {
	for _, f := range members(fields) {
		names = append(names, p.ids[f])
	}
	return names
}

// fields reads the fields of a layout into variables of their names.
func (p *parser) fields(fields []*code.Field) {
	whole := !p.behind && code.FixedSize(fields) >= 0 // its length is checked at the start
	for len(fields) > 0 {
		n, size := code.Run(fields)
		if n == 0 {
			p.varying(fields[0])
			fields = fields[1:]
			continue
		}
		if !whole {
			p.need(fields[0], p.plus(0), fmt.Sprint(size))
		}
		for _, f := range fields[:n] {
			p.fixed(f)
		}
		fields = fields[n:]
	}
}

// need writes the check that a field's bytes are there.
func (p *parser) need(f *code.Field, at, n string) {
	p.call("", "need", []string{"b", at, n, fmt.Sprint(f.Behind), quote(p.ids[f])}, "?;")
}

// fixed reads a field of fixed size, which is there.
func (p *parser) fixed(f *code.Field) {
	switch {
	case f.Fixed() == 0:
		return
	case f.IsRecord():
		p.block(fmt.Sprintf("let %s = {", p.ids[f]), func() {
			for _, item := range f.Items {
				p.fixed(item)
			}
			p.literal("", p.types[f], p.memberNames(f.Items), "")
		}, "};")
		return
	}
	from, next := p.plus(0), p.plus(f.Size.N)
	bytes := fmt.Sprintf("b[%s..%s]", from, next)
	number := fmt.Sprintf("number(&%s, %t)", bytes, f.Little())
	if f.Steers() {
		p.values[f] = p.variable("n")
		p.Line("let %s = %s;", p.values[f], number)
	}
	switch d := f.Derived; {
	case d == nil && f.Bits() == 8:
		p.Line("let %s = b[%s];", p.ids[f], from)
	case d == nil && f.Bits() > 0:
		p.Line("let %s = %s::from_%s_bytes(%s.try_into().unwrap());", p.ids[f], numberType(f), order(f), bytes)
	case d == nil:
		p.Line("let %s: [u8; %d] = %s.try_into().unwrap();", p.ids[f], f.Size.N, bytes)
	case d.Frame:
		p.agree(f, number, "b.len()")
	case d.Rest:
		p.agree(f, number, bracketed("b.len()", next))
	}
	p.offset += f.Size.N
}

// bracketed is a difference.
func bracketed(a, b string) string {
	if len(b) > 2 && b[:2] == "at" {
		b = "(" + b + ")"
	}
	return a + " - " + b
}

// agree writes the check of a length.
func (p *parser) agree(f *code.Field, number, n string) {
	p.call("", "agree", []string{quote(p.ids[f]), number, fmt.Sprint(f.Derived.Scale), fmt.Sprint(f.Derived.Add), n}, "?;")
}

// varying reads a field whose size differs.
func (p *parser) varying(f *code.Field) {
	p.begin()
	switch {
	case f.IsRun():
		p.run(f)
		return
	case f.IsRecord():
		p.block(fmt.Sprintf("let %s = {", p.ids[f]), func() {
			p.fields(f.Items)
			p.begin()
			p.literal("", p.types[f], p.memberNames(f.Items), "")
		}, "};")
		return
	case f.IsList():
		p.list(f)
		return
	}
	n := p.variable("n")
	end := "at + " + n
	let := fmt.Sprintf("let %s = ", n)
	switch size := f.Size; size.How {
	case model.SizeBy:
		p.measure(f, n)
	case model.SizeRest:
		p.call(let, "rest", []string{"b", "at", fmt.Sprint(f.Behind + size.N), quote(p.ids[f])}, "?;")
	case model.SizeUntil:
		p.call(let, "find", []string{"b", "at", fmt.Sprint(f.Behind), quote(p.ids[f]), fmt.Sprintf("%#02x", size.N)}, "?;")
		end += " - 1"
	case model.SizeAlign:
		p.Line("%s(%d - at %% %d) %% %d;", let, size.N, size.N, size.N)
		p.need(f, "at", n)
	}
	if f.Size.How == model.SizeAlign {
		p.Line("let %s = unless_zero(&b[at..%s]);", p.ids[f], end)
	} else {
		p.Line("let %s = b[at..%s].to_vec();", p.ids[f], end)
	}
	p.Line("at += %s;", n)
}

// measure declares the number of bytes of a field that another one gives.
func (p *parser) measure(f *code.Field, n string) {
	rule := []string{steering(f, p.values), fmt.Sprint(f.Size.Scale), fmt.Sprint(f.Size.Add)}
	p.call(fmt.Sprintf("let %s = ", n), "measure", append([]string{"b", "at", fmt.Sprint(f.Behind), quote(p.ids[f])}, rule...), "?;")
	if f.By.Derived != nil && f.Size.Add < 0 { // there is no length for a value that gives less than none
		p.call("", "agree", append(append([]string{quote(p.ids[f.By])}, rule...), n), "?;")
	}
}

// run reads elements that fill a number of bytes: b are these meanwhile.
func (p *parser) run(f *code.Field) {
	n := p.variable("n")
	p.measure(f, n)
	p.block(fmt.Sprintf("let %s = {", p.ids[f]), func() {
		p.Line("let b = &b[at..at + %s];", n)
		if f.IsRecord() && code.FixedSize(f.Items) == 0 { // nothing moves it
			p.Line("let at = 0;")
		} else {
			p.Line("let mut at = 0;")
		}
		if f.IsList() {
			p.list(f)
		} else {
			p.fields(f.Items)
			p.begin()
		}
		p.call("", "size", []string{"b", "at"}, "?;")
		if f.IsList() {
			p.Line("%s", p.ids[f])
		} else {
			p.literal("", p.types[f], p.memberNames(f.Items), "")
		}
	}, "};")
	p.Line("at += %s;", n)
}

// steering is the number that gives the size of a field, 0 if that has no bytes.
func steering(f *code.Field, values map[*code.Field]string) string {
	value := "1"
	if f.By != nil {
		value = values[f.By]
	}
	if none, ok := f.None(); ok && f.By.Derived == nil {
		value = fmt.Sprintf("zero_if(%#x, %s)", none, value)
	}
	if f.Asker != nil {
		value = condition(f.Only(), value, values[f.Asker])
	}
	return value
}

// condition is a value if a condition holds of what was asked, else 0.
func condition(o *model.Only, value, asked string) string {
	return fmt.Sprintf("only_if(%t, %s, %s, &[%s])", !o.Not, value, asked, code.Numbers(o.Values))
}

// begin has at say where the next field is.
func (p *parser) begin() {
	switch {
	case !p.behind:
		p.Line("let mut at = %d;", p.offset)
	case p.offset > 0:
		p.Line("at += %d;", p.offset)
	}
	p.behind, p.offset = true, 0
}

// list reads elements.
func (p *parser) list(f *code.Field) {
	start := ""
	p.Line("let mut %s = Vec::new();", p.ids[f])
	head := ""
	switch {
	case f.IsOptional():
		head = fmt.Sprintf("if %s > 0 {", steering(f, p.values))
	case f.Last != nil:
		head = "loop {"
	case !f.IsOpen():
		n := p.variable("n")
		p.call(fmt.Sprintf("let %s = ", n), "elements", []string{quote(p.ids[f]), p.values[f.By], fmt.Sprint(f.Repeat.Add)}, "?;")
		head = fmt.Sprintf("for _ in 0..%s {", n)
	default:
		head = fmt.Sprintf("while at + %d < b.len() {", f.Left())
		if f.Left() == 0 {
			head = "while at < b.len() {"
		}
		if code.MinSize(f.Items) == 0 {
			start = p.variable("start")
		}
	}
	p.block(head, func() {
		if start != "" {
			p.Line("let %s = at;", start)
		}
		list := p.variable("e")
		p.Line("let %s = &mut %s;", list, p.ids[f])
		p.fields(f.Items)
		p.begin()
		if start != "" {
			p.block(fmt.Sprintf("if at == %s {", start), func() {
				p.call("return ", "Err", []string{fmt.Sprintf(`"an element of %s is empty".to_string()`, p.ids[f])}, ";")
			}, "}")
		}
		p.literal(list+".push(", p.types[f], p.memberNames(f.Items), ");")
		if f.Last != nil {
			p.block(fmt.Sprintf("if %s > 0 {", condition(f.Repeat.Until, "1", p.values[f.Last])), func() { p.Line("break;") }, "}")
		}
	}, "}")
}
