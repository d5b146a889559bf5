package learn

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/format"
)

// WriteText writes what was learned for people: how it is framed, and of each kind an
// example with a ruler of its fields, and the table of them.
func WriteText(w io.Writer, p *model.Protocol, coloured bool) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s %s: %s in %s\n", p.Socket, p.Type, count(p.Messages, "message"), count(p.Conversations, "conversation"))
	for _, note := range p.Notes {
		fmt.Fprintln(b, format.Escape(note))
	}
	if o := p.Opaque; o != nil {
		fmt.Fprintf(b, "There is nothing to learn here: it is %s (%s).\nInstead: %s.\n", o.What, o.Why, o.Tool)
		return b.Flush()
	}
	for i := range p.Framing {
		writeFraming(b, &p.Framing[i])
	}
	for i := range p.Bodies {
		writeBody(b, &p.Bodies[i])
	}
	if p.Incomplete > 0 {
		fmt.Fprintf(b, "%s not captured whole, and left out\n", count(p.Incomplete, "message"))
	}
	if p.Unframed > 0 {
		fmt.Fprintf(b, "%s in no message of the protocol\n", count(p.Unframed, "byte"))
	}
	for i := range p.Kinds {
		writeKind(b, p, &p.Kinds[i], coloured)
	}
	return b.Flush()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// writeFraming writes how frames were found.
func writeFraming(b *bufio.Writer, f *model.Framing) {
	from := "both sides"
	if f.From != "both" {
		from = "the " + f.From
	}
	fmt.Fprintf(b, "Messages of %s: %s", from, f.How)
	if f.How == model.ByLength {
		switch {
		case f.Varint:
			fmt.Fprintf(b, ", a number of base 128 at %d", f.Offset)
		case f.Size == 1:
			fmt.Fprintf(b, ", u8 at %d", f.Offset)
		default:
			fmt.Fprintf(b, ", u%d %s at %d", 8*f.Size, f.Order, f.Offset)
		}
		fmt.Fprintf(b, ", %s bytes", counted(f))
	}
	fmt.Fprintf(b, " (%s)\n", f.Evidence)
	if f.First != nil {
		fmt.Fprintf(b, "  but %s\n", f.First.Evidence)
	}
}

// writeBody writes what frames carry behind their fields.
func writeBody(w *bufio.Writer, b *model.Body) {
	what := "What"
	if b.Offset > 0 {
		what = fmt.Sprintf("Behind the first %s, what", count(b.Offset, "byte"))
	}
	fmt.Fprintf(w, "%s the %s sends is %s (%s).\n  For that: %s\n", what, b.From, b.What, b.Why, b.Tool)
}

// counted is how many bytes a frame has, as people write it.
func counted(f *model.Framing) string {
	s := "value"
	if f.Scale != 1 {
		s = fmt.Sprintf("%d*value", f.Scale)
	}
	if f.Add != 0 {
		s += fmt.Sprintf("%+d", f.Add)
	}
	return s
}

// lettersTell reports whether the byte at an offset is a character in all kinds that it tells, and a letter
// in most of them.
func lettersTell(kinds []model.Kind, offset int) bool {
	letters := 0
	for i := range kinds {
		for _, m := range kinds[i].Select {
			switch {
			case m.Offset != offset:
			case m.Size != 1 || m.Value <= ' ' || m.Value > '~':
				return false
			case m.Value >= 'A' && m.Value <= 'Z', m.Value >= 'a' && m.Value <= 'z':
				letters++
			default:
				letters--
			}
		}
	}
	return letters > 0
}

// writeKind writes one kind.
func writeKind(b *bufio.Writer, p *model.Protocol, k *model.Kind, coloured bool) {
	size := fmt.Sprintf("%d bytes", k.Min)
	if k.Max > k.Min {
		size = fmt.Sprintf("%d to %d bytes", k.Min, k.Max)
	}
	fmt.Fprintf(b, "\n%s: %d from the %s, %s", k.Name, k.Count, k.From, size)
	for _, m := range k.Select {
		where := fmt.Sprintf("byte %d is", m.Offset)
		if m.Size > 1 {
			where = fmt.Sprintf("the %d bytes at %d are", m.Size, m.Offset)
		}
		fmt.Fprintf(b, ", %s 0x%02x", where, m.Value)
		if lettersTell(p.Kinds, m.Offset) {
			fmt.Fprintf(b, " %q", rune(m.Value))
		}
	}
	b.WriteByte('\n')
	if len(k.Answers) > 0 {
		var names []string
		for _, a := range k.Answers {
			names = append(names, fmt.Sprintf("%s (%d)", a.Kind, a.Count))
		}
		fmt.Fprintf(b, "  answered by %s\n", strings.Join(names, ", "))
	}
	var spans []model.Span
	if k.Example > 0 && k.Example <= len(p.Frames) {
		data := p.Frames[k.Example-1].Data
		spans, _ = k.Show(data)
		dump{b, data, spans, letters(k.Fields), coloured}.write()
	}
	at := map[*model.Field]int{}
	for _, s := range spans {
		if _, ok := at[s.Field]; !ok {
			at[s.Field] = s.Offset
		}
	}
	t := &table{b, letters(k.Fields), at, longestName(k.Fields)}
	t.write(k.Fields, "")
}

// table is that of the fields of a kind: their marks, where they are in the example, and how
// wide names are.
type table struct {
	*bufio.Writer
	marks map[*model.Field]byte
	at    map[*model.Field]int
	width int
}

// longestName is how wide the column of names is.
func longestName(fields []model.Field) int {
	const least, indent = 14, 2
	n := least
	for i := range fields {
		n = max(n, len(fields[i].Name))
		if items := fields[i].Items; items != nil {
			n = max(n, indent+longestName(items))
		}
		if in := fields[i].Inside; in != nil {
			n = max(n, indent+longestName(in.Items))
		}
	}
	return n
}

// letters are the marks of fields in the ruler: a to z, A to Z, and again.
func letters(fields []model.Field) map[*model.Field]byte {
	const all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	marks := map[*model.Field]byte{}
	var visit func([]model.Field)
	visit = func(fields []model.Field) {
		for i := range fields {
			f := &fields[i]
			switch {
			case f.Items != nil:
				visit(f.Items)
			case f.Inside != nil:
				marks[f] = all[len(marks)%len(all)] // where it has no texts
				visit(f.Inside.Items)
			default:
				marks[f] = all[len(marks)%len(all)]
			}
		}
	}
	visit(fields)
	return marks
}

// write writes rows, of elements further in.
func (t *table) write(fields []model.Field, indent string) {
	for i := range fields {
		t.row(&fields[i], fields, indent)
	}
}

// row writes that of a field, which stands among others, and those of what it is made of.
func (t *table) row(f *model.Field, among []model.Field, indent string) {
	mark := byte('-')
	if m, ok := t.marks[f]; ok {
		mark = m
	}
	where := "     "
	switch {
	case f.Offset >= 0 && indent == "":
		where = fmt.Sprintf("%5d", f.Offset)
	case indent == "":
		where = "    ?"
		if n, ok := t.at[f]; ok {
			where = fmt.Sprintf("%5s", fmt.Sprintf("~%d", n))
		}
	}
	fmt.Fprintf(t, "  %c %s %-9s %-9s %-*s %3.0f%%  %s", mark, where, t.sizeOf(f, among), f.Type, t.width, indent+f.Name, 100*f.Sure, format.Escape(f.Evidence))
	if f.Example != "" && f.Items == nil {
		fmt.Fprintf(t, "; e.g. %s", format.Escape(shorten(f.Example)))
	}
	t.WriteByte('\n')
	t.write(f.Items, indent+"  ")
	if f.Inside != nil {
		t.write(f.Inside.Items, indent+"  ")
	}
}

const longestExample = 40

func shorten(s string) string {
	if len(s) > longestExample {
		return s[:longestExample] + "..."
	}
	return s
}

// sizeOf is the size of a field, which stands among others, and its byte order, in short. A
// length that another field tells is that one's mark.
func (t *table) sizeOf(f *model.Field, among []model.Field) string {
	switch f.Size.How {
	case model.SizeFixed:
		switch f.Order {
		case model.Big:
			return fmt.Sprintf("%d BE", f.Size.N)
		case model.Little:
			return fmt.Sprintf("%d LE", f.Size.N)
		}
		return fmt.Sprint(f.Size.N)
	case model.SizeBy:
		for i := range among {
			if by := &among[i]; by.Name == f.Size.By {
				return fmt.Sprintf("by %c", t.marks[by])
			}
		}
		return "by length"
	case model.SizeUntil:
		return fmt.Sprintf("to 0x%02x", f.Size.N)
	case model.SizeAlign:
		return fmt.Sprintf("align %d", f.Size.N)
	case model.SizeRest:
		return "rest"
	case model.SizeBetween:
		return "between"
	}
	return "items"
}
