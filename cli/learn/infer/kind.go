package infer

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// kind makes one kind of a group. Left is how many bytes at the end of each frame nothing
// explains the number of, nil if there are none.
func (p *plan) kind(g *group, style style, prefixes []prefix) (k model.Kind, left []int) {
	x, k, v, tail := p.begin(g, style, prefixes)
	k.Fields = append(k.Fields, x.sequence(v)...)
	if tail != nil {
		k.Fields = append(before(k.Fields, tail.Size.N), *tail)
	}
	x.named(k.Fields)
	number(k.Fields)
	return k, x.left
}

// left is of how many frames of a group something is left that nothing explains the number of.
func (p *plan) left(g *group, style style, prefixes []prefix) int {
	x, _, v, _ := p.begin(g, style, prefixes)
	if x.bodyFollows(v) {
		return 0
	}
	if _, v = x.elements(v); sameLength(v.rows) {
		return 0
	}
	return len(v.rows)
}

// begin makes one kind up to the end of the header, with what is behind that, but for a field at the end.
func (p *plan) begin(g *group, style style, prefixes []prefix) (x *layer, k model.Kind, v view, tail *model.Field) {
	rows := rowsOf(g.frames)
	k = model.Kind{From: "server", Count: len(rows), Min: shortest(rows), Select: g.match, Example: g.frames[0].Number}
	if g.frames[0].FromClient {
		k.From = "client"
	}
	for _, row := range rows {
		k.Max = max(k.Max, len(row))
	}
	x = &layer{frames: g.frames, plain: g.plain, style: style, order: style.order, claims: p.claims, selectors: map[int]bool{}, command: g.command, names: map[string]int{}, prefixes: prefixes, lengths: g.lengths, start: p.start, made: map[told]string{}, measures: map[string]model.Field{}, refused: map[told]bool{}, tables: g.tables, trusted: g.trusted, body: g.body, reads: g.reads}
	if len(g.match) > 0 && g.match[0].Size == 1 { // the others are of no use but for this one
		x.selectors[g.match[0].Offset] = true
	}
	for _, piece := range p.header {
		if c := piece.claim; c != nil && c.typ == model.Echo && answersNothing(g.frames) {
			piece.claim = nil // others of the direction are answers
		}
		k.Fields = append(k.Fields, x.field(rows, piece, 0))
	}
	tail = x.tail(g, rows, p)
	if tail != nil {
		for i, row := range rows {
			rows[i] = row[:len(row)-tail.Size.N]
		}
	}
	return x, k, newView(rows, p.start), tail
}

// tail is a field at the end of frames: a byte that ends all, or of frames of several
// lengths a checksum; nil if there is none.
func (x *layer) tail(g *group, rows [][]byte, p *plan) *model.Field {
	if g.end != 0 && shortest(rows) > p.start {
		end := &model.Field{
			Name: x.name("end"), Type: model.Constant, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.9,
			Evidence: "ends all messages of the direction", Held: len(rows), Of: len(rows), Distinct: 1,
			Example: fmt.Sprintf("%02x", g.end), Value: []byte{g.end},
		}
		if x.order == model.Big && shortest(rows) >= p.start+wideEnd && zerosBeforeEnd(rows) {
			end.Size.N, end.Order, end.Example = wideEnd, model.Big, fmt.Sprint(g.end)
			end.Value = []byte{0, 0, 0, g.end}
		}
		return end
	}
	if sameLength(rows) || g.body != nil {
		return nil
	}
	for _, c := range p.checksums {
		if c.offset < 0 && shortest(rows) >= p.start+c.size {
			return &model.Field{
				Name: x.name("checksum"), Type: c.typ, Order: c.order, Size: model.Size{How: model.SizeFixed, N: c.size},
				Sure: c.sure, Evidence: c.evidence, Check: c.check, Held: c.held, Of: c.of,
			}
		}
	}
	return nil
}

// wideEnd is how many bytes a number has that ends all messages, if all but the last are zero.
const wideEnd = 4

// zerosBeforeEnd reports whether all rows have zeros before their last byte, as many as of such a number.
func zerosBeforeEnd(rows [][]byte) bool {
	for _, row := range rows {
		if !allZero(row[len(row)-wideEnd : len(row)-1]) {
			return false
		}
	}
	return true
}

// before has fields that go up to the end of the frame leave room for n bytes there.
func before(fields []model.Field, n int) []model.Field {
	for i := range fields {
		f := &fields[i]
		if f.Size.How == model.SizeRest {
			f.Size.N += n
		}
		if f.Repeat != nil && f.Repeat.By == "" {
			f.Repeat.Less += n
		}
	}
	return fields
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
