package infer

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// ruleOf is the rule by which frames of a direction were found, nil if that says nothing
// of a field.
func ruleOf(framing []model.Framing, fromClient bool) *model.Framing {
	side := "server"
	if fromClient {
		side = "client"
	}
	for i := range framing {
		if f := &framing[i]; f.How == model.ByLength && (f.From == side || f.From == "both") {
			return f
		}
	}
	return nil
}

// fits reports whether a frame has the length that the rule finds in it.
func fits(f *model.Framing, data []byte) bool {
	switch {
	case f.Varint:
		return true
	case f.Plus != nil:
		p := f.Plus
		if len(data) < max(f.Offset+f.Size, p.Offset+p.Size) {
			return false
		}
		v, w := model.Uint(data[f.Offset:f.Offset+f.Size], f.Order), model.Uint(data[p.Offset:p.Offset+p.Size], p.Order)
		part := int(w&(1<<30-1)) + p.Add
		return v < 1<<30 && w < 1<<30 && (part+f.Align-1)/f.Align*f.Align+int(v) == len(data)
	case len(data) < f.Offset+f.Size:
		return false
	}
	v := model.Uint(data[f.Offset:f.Offset+f.Size], f.Order)
	return v < 1<<30 && f.Scale*int(v)+f.Add == len(data)
}

// framed is the bonus of a length that frames a stream, a logarithm: there is hardly
// a better proof.
const framed = 25

// framingClaims are of the lengths that frame a stream.
func framingClaims(f *model.Framing, frames int) []claim {
	var list []claim
	for ; f != nil && !f.Varint; f = f.Plus {
		c := claim{
			offset: f.Offset, size: f.Size, order: f.Order, typ: model.Length, sure: f.Sure, bonus: framed,
			held: frames, of: frames, evidence: fmt.Sprintf("streams are cut by it, %d messages", frames),
			ref: &model.Ref{What: "frame", Scale: f.Scale, Add: f.Add},
		}
		list = append(list, c)
	}
	return list
}

// maxWide is how many bytes more than one a length of base 128 may have.
const maxWide = 3

// byWidth are frames by how many bytes more than one the length has that frames their
// stream, as that shifts what is behind it.
func byWidth(r *model.Framing, frames []*model.Frame) (parts [maxWide + 1][]*model.Frame) {
	if r == nil || !r.Varint {
		parts[0] = frames
		return parts
	}
	for _, f := range frames {
		n := 0
		for n < maxWide && r.Offset+n < len(f.Data) && f.Data[r.Offset+n] >= 0x80 {
			n++
		}
		parts[n] = append(parts[n], f)
	}
	return parts
}
