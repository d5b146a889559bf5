package infer

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// mostGiven is how many kinds a field of the user's tells; those that are rarest are one.
const mostGiven = 256

// givenKind is the field that tells kinds as the user says, nil if none does.
func givenKind(known []claim.Known) *claim.Known {
	for i := range known {
		if k := &known[i]; k.Type == model.Selector && segment.WidthIndex(k.Size) >= 0 {
			return k
		}
	}
	return nil
}

// byGiven are the frames by the value of such a field; those that are too short for it come last.
func (g *group) byGiven(k *claim.Known) (parts []group) {
	var whole, rest []*model.Frame
	for _, f := range g.Frames {
		if len(f.Data) < k.Offset+k.Size {
			rest = append(rest, f)
		} else {
			whole = append(whole, f)
		}
	}
	order := k.Order(whole)
	value := func(f *model.Frame) uint64 { return model.Uint(f.Data[k.Offset:k.Offset+k.Size], order) }
	kinds := column.ByKey(whole, func(f *model.Frame) int { return int(value(f)) })
	slices.SortStableFunc(kinds, func(a, b []*model.Frame) int { return cmp.Compare(len(b), len(a)) })
	for i, frames := range kinds {
		if i >= mostGiven {
			rest = append(rest, frames...)
			continue
		}
		parts = append(parts, g.part(frames, model.Match{Offset: k.Offset, Size: k.Size, Order: order, Value: value(frames[0])}))
	}
	slices.SortFunc(parts, func(a, b group) int { return cmp.Compare(a.Match[len(a.Match)-1].Value, b.Match[len(b.Match)-1].Value) })
	if len(rest) > 0 {
		slices.SortFunc(rest, func(a, b *model.Frame) int { return cmp.Compare(a.Number, b.Number) })
		parts = append(parts, g.part(rest))
	}
	return parts
}
