package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Kind makes one kind of a group. Left is how many bytes at the end of each frame nothing
// explains the number of, nil if there are none.
func (p *Plan) Kind(g *Group, style segment.Style, prefixes []model.Prefix) (k model.Kind, left []int) {
	x, k, v, tail := p.begin(g, style, prefixes)
	k.Fields = append(k.Fields, x.sequence(v)...)
	if tail != nil {
		k.Fields = append(before(k.Fields, tail.Size.N), *tail)
	}
	x.named(k.Fields)
	Number(k.Fields)
	return k, x.left
}

// Left is of how many frames of a group something is left that nothing explains the number of, and how many bytes that are.
func (p *Plan) Left(g *Group, style segment.Style, prefixes []model.Prefix) (frames, size int) {
	x, _, v, _ := p.begin(g, style, prefixes)
	x.trying = true
	if x.bodyFollows(v) {
		return 0, 0
	}
	if _, v = x.elements(v); column.SameLength(v.rows) {
		return 0, 0
	}
	for _, row := range v.rows {
		size += len(row)
	}
	return len(v.rows), size
}

// begin makes one kind up to the end of the header, with what is behind that, but for a field at the end.
func (p *Plan) begin(g *Group, style segment.Style, prefixes []model.Prefix) (x *layer, k model.Kind, v view, tail *model.Field) {
	rows := column.Rows(g.Frames)
	k = model.Kind{From: "server", Count: len(rows), Min: column.Shortest(rows), Select: g.Match, Example: g.Frames[0].Number}
	if g.Frames[0].FromClient {
		k.From = "client"
	}
	for _, row := range rows {
		k.Max = max(k.Max, len(row))
	}
	x = &layer{frames: g.Frames, plain: g.Plain, style: style, order: style.Order, claims: p.Claims, selectors: map[int]bool{}, command: g.Command, names: Names{}, prefixes: prefixes, lengths: g.Lengths, start: p.Start, made: map[told]string{}, measures: map[string]model.Field{}, refused: map[told]bool{}, tables: g.Tables, seen: g.Seen, trusted: g.Trusted, body: g.Body, reads: g.Reads}
	if len(g.Match) > 0 && g.Match[0].Size == 1 { // the others are of no use but for this one
		x.selectors[g.Match[0].Offset] = true
	}
	for _, piece := range p.Header {
		if c := piece.Claim; c != nil && c.Type == model.Echo && answers.Nothing(g.Frames) {
			piece.Claim = nil // others of the direction are answers
		}
		k.Fields = append(k.Fields, x.field(rows, piece, 0))
	}
	tail = x.tail(g, rows, p)
	if tail != nil {
		for i, row := range rows {
			rows[i] = row[:len(row)-tail.Size.N]
		}
	}
	return x, k, newView(rows, p.Start), tail
}

// tail is a field at the end of frames: a byte that ends all, or of frames of several
// lengths a checksum; nil if there is none.
func (x *layer) tail(g *Group, rows [][]byte, p *Plan) *model.Field {
	if g.End != 0 && column.Shortest(rows) > p.Start {
		end := &model.Field{
			Name: x.name("end"), Type: model.Constant, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.9,
			Evidence: "ends all messages of the direction", Held: len(rows), Of: len(rows), Distinct: 1,
			Example: fmt.Sprintf("%02x", g.End), Value: []byte{g.End},
		}
		if x.order == model.Big && column.Shortest(rows) >= p.Start+wideEnd && zerosBeforeEnd(rows) {
			end.Size.N, end.Order, end.Example = wideEnd, model.Big, fmt.Sprint(g.End)
			end.Value = []byte{0, 0, 0, g.End}
		}
		return end
	}
	if column.SameLength(rows) || g.Body != nil {
		return nil
	}
	for _, c := range p.Checksums {
		if c.Offset < 0 && column.Shortest(rows) >= p.Start+c.Size {
			return &model.Field{
				Name: x.name("checksum"), Type: c.Type, Order: c.Order, Size: model.Size{How: model.SizeFixed, N: c.Size},
				Sure: c.Sure, Evidence: c.Evidence, Check: c.Check, Held: c.Held, Of: c.Of,
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
		if !column.AllZero(row[len(row)-wideEnd : len(row)-1]) {
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

// Number says of fields where they are.
func Number(fields []model.Field) {
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
			Number(f.Items)
		}
	}
	back := 0
	for i := len(fields) - 1; i >= 0 && fields[i].Size.How == model.SizeFixed; i-- {
		back += fields[i].Size.N
		fields[i].FromEnd = back
	}
}
