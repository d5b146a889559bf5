package kaitai

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// cut is a way to find the end of a message, and when it is the one.
type cut struct {
	id, when string
	*model.Framing
}

// cuts are the ways there are; nil if messages are apart already.
func (d *description) cuts() (list []cut) {
	for _, side := range code.Sides {
		f := d.Framed(side)
		if f == nil {
			continue
		}
		when := map[string]string{code.Sides[0]: "_root.from_client", code.Sides[1]: "not _root.from_client"}[side]
		first := f.First
		if first == nil {
			list = append(list, cut{"from_" + side, when, f})
			continue
		}
		list = append(list, cut{"from_" + side, when + " and not is_first", f})
		if !code.IsFraming(first) {
			first = nil
		}
		list = append(list, cut{"first_from_" + side, when + " and is_first", first})
	}
	return list
}

// message is the type of a message within a stream.
func (d *description) message(cuts []cut) mapping {
	seq := list{mapping{{"id", "begin"}, {"size", 0}, {"if", "start >= 0"}, {"doc", "Nothing, but start is known from here on."}}}
	instances := mapping{{"start", mapping{{"value", "_io.pos"}}}}
	for _, c := range cuts {
		m := mapping{{"id", c.id}, {"if", c.when}}
		switch {
		case c.Framing == nil:
			m.set("size-eos", true)
		case c.How == model.Fixed:
			m.set("size", c.Length)
		case c.How == model.ByLength:
			m.set("size", length(c, &instances))
		default:
			m.set("terminator", int(c.Delimiter[len(c.Delimiter)-1]))
			m.set("include", true)
		}
		m.set("type", "body")
		if c.Framing != nil && c.Evidence != "" {
			m.set("doc", doc(code.Sentence(c.Evidence)))
		}
		seq = append(seq, m)
	}
	return mapping{
		{"params", list{mapping{{"id", "is_first"}, {"type", "bool"}}}},
		{"seq", seq},
		{"instances", instances},
	}
}

// length is the length of a message as an expression, of instances that read what tells
// it.
func length(c cut, instances *mapping) string {
	if c.Varint {
		expression := "0"
		for i := 3; i >= 0; i-- {
			sum := ""
			for j := range i + 1 {
				sum += fmt.Sprintf("((%s_%d & 127) << %d) + ", c.id, j, 7*j)
			}
			expression = fmt.Sprintf("%s_%d < 128 ? %s%d : %s", c.id, i, sum, c.Offset+i+1+c.Add, expression)
		}
		for i := range 4 {
			instances.set(fmt.Sprintf("%s_%d", c.id, i), mapping{{"pos", fmt.Sprintf("start + %d", c.Offset+i)}, {"type", "u1"}})
		}
		return expression
	}
	value := func(id string, f *model.Framing) string {
		if f.Size == 3 || f.Size > 4 && f.Size < 8 {
			sum := ""
			for i := range f.Size {
				shift := 8 * (f.Size - 1 - i)
				if f.Order == model.Little {
					shift = 8 * i
				}
				sum += fmt.Sprintf(" + (%s[%d] << %d)", id, i, shift)
			}
			instances.set(id, mapping{{"pos", fmt.Sprintf("start + %d", f.Offset)}, {"size", f.Size}})
			return "(" + sum[len(" + "):] + ")"
		}
		order := "be"
		if f.Order == model.Little {
			order = "le"
		}
		if f.Size == 1 {
			order = ""
		}
		instances.set(id, mapping{{"pos", fmt.Sprintf("start + %d", f.Offset)}, {"type", fmt.Sprintf("u%d%s", f.Size, order)}})
		return id
	}
	counted := value(c.id+"_length", c.Framing)
	if w := c.Only; w != nil {
		kind := c.id + "_kind"
		instances.set(kind, mapping{{"pos", fmt.Sprintf("start + %d", w.Offset)}, {"type", "u1"}})
		counted = fmt.Sprintf("(%s ? 0 : %s)", code.Unless(w, kind, "!=", "and"), counted)
	}
	expression := fmt.Sprintf("%s * %d + (%d)", counted, max(1, c.Scale), c.Add)
	if p := c.Plus; p != nil {
		n := max(1, c.Align)
		expression += fmt.Sprintf(" + (%s + (%d)) / %d * %d", value(c.id+"_more", p), p.Add+n-1, n, n)
	}
	return expression
}
