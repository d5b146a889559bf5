package diff

import "slices"

// whole reports whether all of both turns is known.
func (p pair) whole() bool {
	is := func(t *Turn) bool { return t.known == nil && int64(len(t.Data)) == t.Len() }
	return is(p.a) && is(p.b)
}

// fewOffsets is how many bytes may differ at the same offsets before something longer or
// shorter is suspected to have moved the rest.
const fewOffsets = 8

// edits are what is to be changed in a to make b of it: bytes at the same offsets or, if that
// makes less of it, such that what is behind something of another length is compared with where it
// is now. Of what was not captured nothing is known to have moved.
func (p pair) edits() []Edit {
	sameLength := p.a.Len() == p.b.Len()
	var fixed []Edit
	offsets := 0
	if sameLength || !p.whole() {
		list := differ(p.a, p.b, func(int) bool { return false })
		fixed, offsets = runs(list), len(list)
	}
	if !p.whole() || sameLength && offsets <= fewOffsets {
		return fixed
	}
	aligned, size := editsOf(p.a.Data, p.b.Data), 0
	for _, e := range aligned {
		size += e.size()
	}
	if sameLength && size >= offsets {
		return fixed
	}
	return aligned
}

// runs are the edits at these offsets.
func runs(offsets []int) []Edit {
	var list []Edit
	for _, at := range offsets {
		if n := len(list); n > 0 && list[n-1].A.To == at {
			list[n-1].A.To++
			list[n-1].B.To++
			continue
		}
		list = append(list, Edit{Run{at, at + 1}, Run{at, at + 1}})
	}
	return list
}

// wanted are those edits that are not ignored, and how many bytes are: of what has the same
// length, single bytes; of other edits all or none. Before tells of what was put in at an offset.
func (p pair) wanted(edits []Edit, ignored, before func(at int) bool) (wanted []Edit, left int) {
	for _, e := range edits {
		switch {
		case e.A.Len() == e.B.Len():
			var offsets []int
			for i := range e.A.Len() {
				switch {
				case p.a.Data[e.A.From+i] == p.b.Data[e.B.From+i]:
				case ignored(e.A.From + i):
					left++
				default:
					offsets = append(offsets, e.A.From+i)
				}
			}
			for _, run := range runs(offsets) {
				shift := e.B.From - e.A.From
				wanted = append(wanted, Edit{run.A, Run{run.B.From + shift, run.B.To + shift}})
			}
		case e.A.Len() == 0 && before(e.A.From), e.A.Len() > 0 && !slices.ContainsFunc(e.A.indexes(), func(at int) bool { return !ignored(at) }):
			left += e.size()
		default:
			wanted = append(wanted, e)
		}
	}
	return wanted, left
}

// mostEdits is how many of a message are kept: more than anybody reads.
const mostEdits = 1000

// few makes one of the last ones if there are too many.
func few(edits []Edit) []Edit {
	if len(edits) <= mostEdits {
		return slices.Clip(edits)
	}
	last, to := edits[mostEdits-1], edits[len(edits)-1]
	last.A.To, last.B.To = to.A.To, to.B.To
	return append(slices.Clone(edits[:mostEdits-1]), last)
}

// indexes are those of the run.
func (r Run) indexes() []int {
	list := make([]int, 0, r.Len())
	for i := r.From; i < r.To; i++ {
		list = append(list, i)
	}
	return list
}
