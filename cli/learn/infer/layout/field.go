package layout

import (
	"fmt"
	"hash/maphash"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// tellingRows is in how many frames a text has to change if it is to be one.
const tellingRows = 5

// field makes a field of a piece, whose offset is from where the rows begin. Base is where
// they do in their frames, -1 if at several places.
func (x *layer) field(rows [][]byte, p segment.Piece, base int) model.Field {
	f := model.Field{
		Type: model.Unknown, Size: model.Size{How: model.SizeFixed, N: p.Size},
		Sure: 0.5, Held: len(rows), Of: len(rows),
	}
	seen := map[uint64]bool{} // hashes, as fields may be long
	hash := maphash.MakeSeed()
	for _, row := range rows {
		if len(seen) < 1000 {
			seen[maphash.Bytes(hash, row[p.Offset:p.Offset+p.Size])] = true
		}
	}
	f.Distinct = len(seen)
	value := rows[0][p.Offset : p.Offset+p.Size]
	where := fmt.Sprint(base + p.Offset)
	if base < 0 {
		where = "x"
	}
	switch {
	case p.Letters:
		f.Type = model.Bytes
		f.Name = "bytes_" + where
	case p.Size == 2 || p.Size == 4 || p.Size == 8:
		f.Order, f.Type = x.order, model.Integer
		f.Name = fmt.Sprintf("u%d_%s", 8*p.Size, where)
	case p.Size == 1:
		f.Type = model.Integer
		f.Name = "u8_" + where
	default:
		f.Type = model.Bytes
		f.Name = "bytes_" + where
	}
	switch {
	case p.Claim != nil:
		c := p.Claim
		f.Type, f.Order, f.Sure, f.Evidence = c.Type, c.Order, c.Sure, c.Evidence
		f.Held, f.Of, f.Ref, f.Unit, f.Epoch, f.Check = c.Held, c.Of, c.Ref, c.Unit, c.Epoch, c.Check
		switch {
		case c.Name != "":
			f.Name, f.Given = c.Name, true
		case c.Order == claim.AnyOrder: // bytes come back, or are a magic number
			f.Name = map[bool]string{true: "magic", false: "echo"}[c.Type == model.Constant]
			if f.Order = model.None; p.Size == 2 || p.Size == 4 || p.Size == 8 {
				f.Order = x.order
			}
		case c.Type != model.Integer:
			f.Name = string(c.Type)
		}
	case base >= 0 && p.Size <= 2 && x.selects(base+p.Offset, p.Size):
		f.Type, f.Sure, f.Name = model.Selector, 0.8, "kind"
		f.Evidence = "tells this kind from others"
	case p.Opaque:
		f.Type, f.Evidence, f.Name, f.Sure = model.Random, fmt.Sprintf("%d bytes that look random, in all of %d frames", p.Size, len(rows)), "random_"+where, 0.6
	case len(rows) == 1:
		f.Type, f.Evidence = model.Constant, "the only message of this kind"
	case len(seen) == 1 && column.AllZero(value):
		f.Type, f.Evidence = model.Constant, fmt.Sprintf("zero in all of %d frames", len(rows))
	case len(seen) == 1:
		f.Type, f.Evidence = model.Constant, fmt.Sprintf("the same in all of %d frames", len(rows))
	default:
		f.Evidence = fmt.Sprintf("%d values in %d frames", len(seen), len(rows))
		if typ, evidence := meaningOf(rows, p, x.order); typ != model.Unknown {
			f.Type, f.Evidence, f.Name, f.Sure = typ, evidence, string(typ)+"_"+where, 0.6
		}
	}
	if len(seen) == 1 {
		f.Value = value
	}
	f.Example = shown(&f, value)
	if f.Type == model.Text && len(seen) == 1 && len(rows) >= tellingRows && p.Claim.Name == "" {
		// What is before or behind it may be printable by chance, and always so.
		f.Type, f.Sure, f.Evidence = model.Constant, 0.5, fmt.Sprintf("the same text in all of %d frames", len(rows))
	}
	f.Name = x.name(f.Name)
	if base >= 0 && x.made != nil {
		x.made[told{base + p.Offset, p.Size}] = f.Name
	}
	return f
}

func (x *layer) selects(offset, size int) bool {
	for j := range size {
		if x.selectors[offset+j] {
			return true
		}
	}
	return false
}

// name makes a name that is not taken.
func (x *layer) name(s string) string {
	return x.names.Of(s)
}
