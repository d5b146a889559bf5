package layout

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// BodyOf is what frames of a side carry behind their fields; nil if that is not known.
func BodyOf(bodies []model.Body, fromClient bool) *model.Body {
	for i := range bodies {
		if b := &bodies[i]; (b.From == "client") == fromClient {
			return b
		}
	}
	return nil
}

// Outside are claims of bytes that are not of a body.
func Outside(b *model.Body, claims []claim.Claim) []claim.Claim {
	if b == nil {
		return claims
	}
	return slices.DeleteFunc(claims, func(c claim.Claim) bool { return c.Offset+c.Size > b.Offset })
}

// BeforeBodies are the bytes of all frames that are fields.
func BeforeBodies(p *model.Protocol) [][]byte {
	rows := make([][]byte, len(p.Frames))
	for i := range p.Frames {
		f := &p.Frames[i]
		rows[i] = f.Data
		if b := BodyOf(p.Bodies, f.FromClient); b != nil {
			rows[i] = f.Data[:min(len(f.Data), b.Offset)]
		}
	}
	return rows
}

// bodyFollows reports whether a body is behind the fields of all rows.
func (x *layer) bodyFollows(v view) bool {
	return x.body != nil && v.base() >= 0 && v.base()+column.Shortest(v.rows) >= x.body.Offset
}

// before lays out what is before a body, and that as one field.
func (x *layer) before(v view, b *model.Body) []model.Field {
	n := b.Offset - v.base()
	fields := x.fixed(v, n)
	if v = v.behind(func(int) int { return n }); v.empty() {
		return fields
	}
	return append(fields, model.Field{
		Name: x.name("body"), Type: model.Bytes, Size: model.Size{How: model.SizeRest}, Sure: 0.9,
		Evidence: b.What + ": " + b.Tool, Held: len(v.rows), Of: len(v.rows),
	})
}
