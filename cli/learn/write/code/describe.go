package code

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// About says what the protocol is and what it was learned from, in sentences.
func (p *Protocol) About() string {
	where := "between unnamed sockets"
	if p.Socket != "" {
		where = "of the socket " + p.Socket
	}
	s := fmt.Sprintf("%s messages %s, as unixsnoop learned them from %s of %s.",
		p.Type, where, count(p.Messages, "message"), count(p.Conversations, "conversation"))
	if p.Incomplete > 0 {
		s += fmt.Sprintf(" %s not captured whole.", were(p.Incomplete))
	}
	if p.Unframed > 0 {
		s += fmt.Sprintf(" %s of the capture belong to no frame.", count(p.Unframed, "byte"))
	}
	return s
}

func were(n int) string {
	if n == 1 {
		return "1 of them was"
	}
	return fmt.Sprintf("%d of them were", n)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// About says what the kind is: who sends it, how often it was seen and what tells it.
func (k *Kind) About() string {
	size := count(k.Min, "byte")
	if k.Max != k.Min {
		size = fmt.Sprintf("%d to %d bytes", k.Min, k.Max)
	}
	s := fmt.Sprintf("from the %s, seen %s, %s.", k.From, times(k.Count), size)
	var told []string
	for _, m := range k.Select {
		if m.Size == 0 {
			told = append(told, fmt.Sprintf("a length of %d", m.Value))
		} else {
			told = append(told, fmt.Sprintf("%d (%#x) at offset %d", m.Value, m.Value, m.Offset))
		}
	}
	if len(told) > 0 {
		s += fmt.Sprintf(" It is told by %s.", strings.Join(told, " and "))
	}
	if len(k.Answers) > 0 {
		var answers []string
		for _, a := range k.Answers {
			answers = append(answers, fmt.Sprintf("%s (%s)", a.Kind, times(a.Count)))
		}
		s += fmt.Sprintf(" It was answered by %s.", strings.Join(answers, ", "))
	}
	return s
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// Place says where the field is and how long.
func (f *Field) Place() string {
	var s string
	switch {
	case f.Offset >= 0:
		s = fmt.Sprintf("at offset %d", f.Offset)
	case f.FromEnd > 0:
		s = fmt.Sprintf("%d bytes before the end", f.FromEnd)
	default:
		s = "behind the field before it"
	}
	switch size := f.Size; {
	case f.IsList() && !f.IsRun() && f.By != nil:
		s += ", as many as " + f.By.Field.Name + " says"
	case f.By != nil:
		s += ", as long as " + f.By.Field.Name + " says"
	case size.How == model.SizeFixed:
		s += ", " + count(size.N, "byte")
	case size.How == model.SizeUntil:
		s += fmt.Sprintf(", up to a byte %#02x", size.N)
	case size.How == model.SizeAlign:
		s += fmt.Sprintf(", up to a multiple of %d", size.N)
	case size.How == model.SizeRest && size.N > 0:
		s += fmt.Sprintf(", up to the last %s", count(size.N, "byte"))
	case size.How == model.SizeRest:
		s += ", all that is left"
	}
	if o := f.Only(); f.Asker != nil {
		s += ", where " + words(o, f.Asker)
	}
	if f.Last != nil {
		s += ", up to one of which " + words(f.Repeat.Until, f.Last)
	}
	if f.Order != model.None {
		s += ", " + string(f.Order) + "-endian"
	}
	return s
}

// words is a condition about a field in words.
func words(o *model.Only, asked *Field) string {
	return fmt.Sprintf("%s is %s%s", asked.Field.Name, map[bool]string{true: "none of "}[o.Not], Numbers(o.Values))
}

// What says what the field is, and why that is thought.
func (f *Field) What() string {
	s := string(f.Type)
	for _, more := range []string{f.Unit, f.Epoch, f.Check} {
		if more != "" {
			s += " " + more
		}
	}
	if r := f.Ref; r != nil {
		s += " of " + r.What
		for _, more := range []string{r.Kind, r.Field} {
			if more != "" {
				s += " " + more
			}
		}
	}
	switch {
	case f.Given:
		s += ", as you said"
	case f.Of > 0:
		s += fmt.Sprintf(", in %d of %d", f.Held, f.Of)
	}
	if f.Distinct > 0 {
		s += ", " + count(f.Distinct, "value")
	}
	if f.Example != "" {
		s += ", such as " + f.Example
	}
	s += "."
	if f.Evidence != "" {
		s += " " + Sentence(f.Evidence)
	}
	return s
}

// About says all of a field, in one or two sentences.
func (f *Field) About() string { return f.Place() + ": " + f.What() }
