package infer

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// mostGiven is how many kinds a field of the user's tells; those that are rarest are one.
const mostGiven = 256

// givenKind is the field that tells kinds as the user says, nil if none does.
func givenKind(known []Known) *Known {
	for i := range known {
		if k := &known[i]; k.Type == model.Selector && widthIndex(k.Size) >= 0 {
			return k
		}
	}
	return nil
}

// byGiven are the frames by the value of such a field; those that are too short for it come last.
func (g *group) byGiven(k *Known) (parts []group) {
	var whole, rest []*model.Frame
	for _, f := range g.frames {
		if len(f.Data) < k.Offset+k.Size {
			rest = append(rest, f)
		} else {
			whole = append(whole, f)
		}
	}
	order := k.order(whole)
	value := func(f *model.Frame) uint64 { return model.Uint(f.Data[k.Offset:k.Offset+k.Size], order) }
	kinds := byKey(whole, func(f *model.Frame) int { return int(value(f)) })
	slices.SortStableFunc(kinds, func(a, b []*model.Frame) int { return cmp.Compare(len(b), len(a)) })
	for i, frames := range kinds {
		if i >= mostGiven {
			rest = append(rest, frames...)
			continue
		}
		parts = append(parts, g.part(frames, model.Match{Offset: k.Offset, Size: k.Size, Order: order, Value: value(frames[0])}))
	}
	slices.SortFunc(parts, func(a, b group) int { return cmp.Compare(a.match[len(a.match)-1].Value, b.match[len(b.match)-1].Value) })
	if len(rest) > 0 {
		slices.SortFunc(rest, func(a, b *model.Frame) int { return cmp.Compare(a.Number, b.Number) })
		parts = append(parts, g.part(rest))
	}
	return parts
}

// order is the byte order in which the values of the field are smaller.
func (k *Known) order(frames []*model.Frame) model.Order {
	if k.Size == 1 {
		return model.None
	}
	var big, little float64
	for _, f := range frames {
		b := f.Data[k.Offset : k.Offset+k.Size]
		big += float64(model.Uint(b, model.Big))
		little += float64(model.Uint(b, model.Little))
	}
	if little < big {
		return model.Little
	}
	return model.Big
}
