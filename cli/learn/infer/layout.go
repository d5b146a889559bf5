package infer

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// kind makes the kind of a group whose layout is planned.
func (p *plan) kind(g *group, order model.Order) model.Kind {
	rows := rowsOf(g.frames)
	k := model.Kind{From: "server", Count: len(rows), Min: shortest(rows), Select: g.match, Example: g.frames[0].Number}
	if g.frames[0].FromClient {
		k.From = "client"
	}
	for _, row := range rows {
		k.Max = max(k.Max, len(row))
	}
	x := &layer{order: order, claims: p.claims, selectors: map[int]bool{}, names: map[string]int{}}
	for _, m := range g.match {
		if m.Size > 0 {
			x.selectors[m.Offset] = true
		}
	}
	for _, piece := range p.header {
		k.Fields = append(k.Fields, x.field(rows, piece))
	}
	k.Fields = append(k.Fields, x.sequence(rows, p.start)...)
	number(k.Fields)
	return k
}

// layer makes fields of pieces.
type layer struct {
	order     model.Order
	claims    []claim
	selectors map[int]bool
	names     map[string]int
}

// sequence lays out frames from an offset on.
func (x *layer) sequence(rows [][]byte, start int) []model.Field {
	n := shortest(rows)
	cols := columns(sample(rows, maxRows), n)
	pieces, _ := segment(cols[start:], start, x.order, x.claims)
	var fields []model.Field
	for _, p := range pieces {
		fields = append(fields, x.field(rows, p))
	}
	if !sameLength(rows) {
		fields = append(fields, model.Field{
			Name: x.name("data"), Type: model.Bytes, Size: model.Size{How: model.SizeRest}, Sure: 0.5,
			Evidence: "what is left", Held: len(rows), Of: len(rows),
		})
	}
	return fields
}

// field makes a field of a piece.
func (x *layer) field(rows [][]byte, p piece) model.Field {
	f := model.Field{
		Type: model.Unknown, Size: model.Size{How: model.SizeFixed, N: p.size},
		Sure: 0.5, Held: len(rows), Of: len(rows),
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if len(seen) < 1000 {
			seen[string(row[p.offset:p.offset+p.size])] = true
		}
	}
	f.Distinct = len(seen)
	value := rows[0][p.offset : p.offset+p.size]
	f.Example = fmt.Sprintf("%x", value)
	switch {
	case p.size == 2 || p.size == 4 || p.size == 8:
		f.Order, f.Type = x.order, model.Integer
		f.Example = fmt.Sprint(model.Uint(value, x.order))
		f.Name = fmt.Sprintf("u%d_%d", 8*p.size, p.offset)
	case p.size == 1:
		f.Type = model.Integer
		f.Name = fmt.Sprintf("u8_%d", p.offset)
	default:
		f.Type = model.Bytes
		f.Name = fmt.Sprintf("bytes_%d", p.offset)
	}
	switch {
	case p.claim != nil:
		c := p.claim
		f.Type, f.Order, f.Sure, f.Evidence = c.typ, c.order, c.sure, c.evidence
		f.Held, f.Of, f.Ref, f.Unit, f.Epoch, f.Check = c.held, c.of, c.ref, c.unit, c.epoch, c.check
		f.Name = string(c.typ)
	case x.selects(p):
		f.Type, f.Sure, f.Name = model.Selector, 0.8, "kind"
		f.Evidence = "tells this kind from others"
	case len(seen) == 1 && allZero(value):
		f.Type, f.Evidence = model.Constant, fmt.Sprintf("zero in all of %d frames", len(rows))
	case len(seen) == 1:
		f.Type, f.Evidence = model.Constant, fmt.Sprintf("the same in all of %d frames", len(rows))
	default:
		f.Evidence = fmt.Sprintf("%d values in %d frames", len(seen), len(rows))
	}
	if len(seen) == 1 {
		f.Value = value
	}
	f.Name = x.name(f.Name)
	return f
}

func (x *layer) selects(p piece) bool {
	for j := range p.size {
		if x.selectors[p.offset+j] {
			return true
		}
	}
	return false
}

// name makes a name that is not taken.
func (x *layer) name(s string) string {
	x.names[s]++
	if n := x.names[s]; n > 1 {
		return fmt.Sprintf("%s_%d", s, n)
	}
	return s
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// number says of fields where they are.
func number(fields []model.Field) {
	at := 0
	for i := range fields {
		f := &fields[i]
		f.Offset = at
		if at >= 0 && f.Size.How == model.SizeFixed {
			at += f.Size.N
		} else {
			at = -1
		}
		if f.Items != nil {
			number(f.Items)
		}
	}
	back := 0
	for i := len(fields) - 1; i >= 0 && fields[i].Size.How == model.SizeFixed; i-- {
		back += fields[i].Size.N
		fields[i].FromEnd = back
	}
}
