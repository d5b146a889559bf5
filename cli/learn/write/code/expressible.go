package code

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

const (
	maxFixed = 1 << 20 // bytes of a field of fixed size
	maxScale = 1 << 16 // what a value is multiplied by
	maxDepth = 8       // of elements within elements

	maxValues = 256 // that a condition is about
)

// expressible are the fields up to the first one that makes no sense, instead of which, and
// of all behind, there is one for the rest of the frame.
func expressible(fields []model.Field) []model.Field {
	for i := range fields {
		if !isExpressible(fields[:i+1], nil, 0) {
			return append(slices.Clone(fields[:i]), model.Field{
				Name:     "rest",
				Type:     model.Bytes,
				Offset:   fields[i].Offset,
				Size:     model.Size{How: model.SizeRest},
				Evidence: "the layout of what follows can't be written",
			})
		}
	}
	return fields
}

// isExpressible reports whether the last of these fields of a layout makes sense. Outer
// are those before it in what is around the layout.
func isExpressible(fields []model.Field, outer [][]model.Field, depth int) bool {
	f, before := &fields[len(fields)-1], fields[:len(fields)-1]
	if depth > maxDepth || slices.ContainsFunc(before, func(b model.Field) bool { return b.Name == f.Name }) {
		return false
	}
	scope := append(slices.Clone(outer), before)
	switch s := f.Size; s.How {
	case model.SizeFixed:
		return s.N >= 0 && s.N <= maxFixed
	case model.SizeRest:
		return s.N >= 0 && s.N <= maxFixed
	case model.SizeAlign:
		return s.N >= 0 && s.N <= maxFixed
	case model.SizeUntil:
		return s.N >= 0 && s.N <= 0xff
	case model.SizeBy:
		return steers(scope, s.By) && s.Scale >= 1 && s.Scale <= maxScale && s.Add >= -maxFixed && s.Add <= maxFixed && !(s.None && s.Add > 0) &&
			(s.Only == nil || s.Add <= 0 && isCondition(scope, s.Only)) &&
			(!f.Composed() || (f.Repeat == nil || f.Repeat.By == "") && areExpressible(f, scope, depth))
	case model.SizeItems:
		return areExpressible(f, scope, depth)
	}
	return false
}

// areExpressible reports whether the elements of a field make sense.
func areExpressible(f *model.Field, scope [][]model.Field, depth int) bool {
	r := f.Repeat
	if r != nil && (r.By != "" && !steers(scope, r.By) || r.Less < 0 || r.Less > maxFixed || r.Add < -maxFixed || r.Add > maxFixed) {
		return false
	}
	if r != nil && (r.Only != nil || r.Until != nil) {
		if f.Size.How != model.SizeItems || r.By != "" || r.Less != 0 || r.Only != nil && (r.Until != nil || !isCondition(scope, r.Only)) {
			return false
		}
	}
	for i := range f.Items {
		if !isExpressible(f.Items[:i+1], scope, depth+1) {
			return false
		}
	}
	if r != nil && r.Until != nil && !isCondition([][]model.Field{f.Items}, r.Until) {
		return false
	}
	return len(f.Items) > 0 && (f.Repeat == nil || !isNothing(f.Items))
}

// isNothing reports whether fields never have any bytes. A number of such elements would
// be as great as the bytes have it.
func isNothing(fields []model.Field) bool {
	for i := range fields {
		s := &fields[i].Size
		switch {
		case s.How == model.SizeFixed && s.N == 0, s.How == model.SizeAlign && s.N < 2:
		case s.How == model.SizeItems && isNothing(fields[i].Items):
		default:
			return false
		}
	}
	return true
}

// steers reports whether the field of this name is a number that others can follow.
func steers(scope [][]model.Field, name string) bool {
	for _, fields := range slices.Backward(scope) {
		for _, f := range fields {
			if f.Name == name {
				return isNumber(&f)
			}
		}
	}
	return false
}

// isCondition reports whether a condition makes sense.
func isCondition(scope [][]model.Field, o *model.Only) bool {
	return len(o.Values) <= maxValues && steers(scope, o.By)
}

// isNumber reports whether a field is of fixed size and can be read as one number.
func isNumber(f *model.Field) bool {
	return f.Size.How == model.SizeFixed && f.Size.N >= 1 && f.Size.N <= 8
}

// plausible are those that a frame can have.
func plausible(list []model.Match) []model.Match {
	return slices.DeleteFunc(slices.Clone(list), func(m model.Match) bool {
		return m.Offset < 0 || m.Offset > maxFixed || m.Size < 0 || m.Size > 8
	})
}
