package infer

import (
	"fmt"
	"hash/maphash"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// tellingRows is in how many frames a text has to change if it is to be one.
const tellingRows = 5

// field makes a field of a piece, whose offset is from where the rows begin. Base is where
// they do in their frames, -1 if at several places.
func (x *layer) field(rows [][]byte, p piece, base int) model.Field {
	f := model.Field{
		Type: model.Unknown, Size: model.Size{How: model.SizeFixed, N: p.size},
		Sure: 0.5, Held: len(rows), Of: len(rows),
	}
	seen := map[uint64]bool{} // hashes, as fields may be long
	hash := maphash.MakeSeed()
	for _, row := range rows {
		if len(seen) < 1000 {
			seen[maphash.Bytes(hash, row[p.offset:p.offset+p.size])] = true
		}
	}
	f.Distinct = len(seen)
	value := rows[0][p.offset : p.offset+p.size]
	where := fmt.Sprint(base + p.offset)
	if base < 0 {
		where = "x"
	}
	switch {
	case p.size == 2 || p.size == 4 || p.size == 8:
		f.Order, f.Type = x.order, model.Integer
		f.Name = fmt.Sprintf("u%d_%s", 8*p.size, where)
	case p.size == 1:
		f.Type = model.Integer
		f.Name = "u8_" + where
	default:
		f.Type = model.Bytes
		f.Name = "bytes_" + where
	}
	switch {
	case p.claim != nil:
		c := p.claim
		f.Type, f.Order, f.Sure, f.Evidence = c.typ, c.order, c.sure, c.evidence
		f.Held, f.Of, f.Ref, f.Unit, f.Epoch, f.Check = c.held, c.of, c.ref, c.unit, c.epoch, c.check
		switch {
		case c.name != "":
			f.Name, f.Given = c.name, true
		case c.order == anyOrder: // bytes come back, or are a magic number
			f.Name = map[bool]string{true: "magic", false: "echo"}[c.typ == model.Constant]
			if f.Order = model.None; p.size == 2 || p.size == 4 || p.size == 8 {
				f.Order = x.order
			}
		case c.typ != model.Integer:
			f.Name = string(c.typ)
		}
	case base >= 0 && p.size <= 2 && x.selects(base+p.offset, p.size):
		f.Type, f.Sure, f.Name = model.Selector, 0.8, "kind"
		f.Evidence = "tells this kind from others"
	case p.opaque:
		f.Type, f.Evidence, f.Name, f.Sure = model.Random, fmt.Sprintf("%d bytes that look random, in all of %d frames", p.size, len(rows)), "random_"+where, 0.6
	case len(rows) == 1:
		f.Type, f.Evidence = model.Constant, "the only message of this kind"
	case len(seen) == 1 && allZero(value):
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
	if f.Type == model.Text && len(seen) == 1 && len(rows) >= tellingRows && p.claim.name == "" {
		// What is before or behind it may be printable by chance, and always so.
		f.Type, f.Sure, f.Evidence = model.Constant, 0.5, fmt.Sprintf("the same text in all of %d frames", len(rows))
	}
	f.Name = x.name(f.Name)
	if base >= 0 && x.made != nil {
		x.made[told{base + p.offset, p.size}] = f.Name
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
