package replay

import (
	"bytes"
	"sort"

	"github.com/unixsnoop/unixsnoop/format"
)

// firstDifference is the offset in the turn of the first byte of got, which came at the
// offset at, that is neither the captured one nor ignored; -1 without one.
func (t *turn) firstDifference(at int64, got []byte, ignore *Masks) int64 {
	for _, p := range t.parts[t.partBehind(at):] {
		low, high := max(at, p.Offset), min(at+int64(len(got)), end(p))
		if low >= high {
			break
		}
		expected, came := p.Data[low-p.Offset:high-p.Offset], got[low-at:high-at]
		if bytes.Equal(expected, came) {
			continue
		}
		for i := range expected {
			offset := low + int64(i)
			if expected[i] != came[i] && !ignore.Covers(t.first, offset) {
				return offset
			}
		}
	}
	return -1
}

// partBehind is the index of the first part that has bytes at the offset or behind it.
func (t *turn) partBehind(offset int64) int {
	return sort.Search(len(t.parts), func(i int) bool { return end(t.parts[i]) > offset })
}

func end(p format.Part) int64 { return p.Offset + int64(len(p.Data)) }

// windowBytes is what a difference is shown with: the line of a hex dump that it is in,
// the line before and the line behind.
const windowBytes = 3 * format.HexWidth

// difference is that at an offset of the turn. Got came at the offset at.
func (t *turn) difference(offset, at int64, got []byte) Difference {
	low := max(at, offset-offset%format.HexWidth-format.HexWidth)
	high := low + windowBytes
	start, expected := t.around(offset, low, high)
	from := min(start-at, int64(len(got)))
	to := min(max(high-at, from), int64(len(got)))
	return Difference{
		Message:  t.first,
		Last:     t.last,
		Offset:   offset,
		Start:    start,
		Expected: expected,
		Got:      bytes.Clone(got[from:to]),
	}
}

// around are the captured bytes from low to high, as far as there is no hole between
// them and the offset, and where they start.
func (t *turn) around(offset, low, high int64) (start int64, b []byte) {
	start = low
	for _, p := range t.parts[t.partBehind(low):] {
		next := start + int64(len(b))
		if p.Offset >= high || p.Offset > offset && p.Offset > next {
			break
		}
		from := max(p.Offset, low)
		if from > next {
			start, b = from, nil
		}
		b = append(b, p.Data[from-p.Offset:min(end(p), high)-p.Offset]...)
	}
	if start+int64(len(b)) < offset {
		return offset, nil
	}
	return start, b
}
