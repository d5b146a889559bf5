package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Bytes of a key, of a picture, or of what is compressed or encrypted look random, and that shows in
// a single row, if there are enough of them: opaque bytes. Many rows tell more than that.

// The bounds of opaque bytes: how many are looked at together, how many values these have at least, how
// many have the upper bit set, and how many are printable, zeros or near the byte before at most. Of a hundred windows
// of random bytes one is beyond.
const (
	opaqueWindow          = 32
	leastValues           = 26
	leastUpper, mostUpper = 7, 25
	mostPrinted, mostNil  = 20, 2
	mostNear              = 6
)

// smallStep is by how much bytes differ that are near each other, at most.
const smallStep = 4

// opaqueEdge is how many bytes at the edges of what looks opaque may be others.
const opaqueEdge = 8

// leastOpaque is how many opaque bytes are in a row at least.
const leastOpaque = opaqueWindow - opaqueEdge

// opaqueIn tells of each byte of a row, up to a limit, whether it is opaque.
func opaqueIn(row []byte, limit int) []bool {
	row = row[:min(len(row), limit)]
	in := make([]bool, len(row))
	var w opaqueCounts
	told := 0
	for end := 1; end <= len(row); end++ {
		w.count(row, end-1, 1)
		if end > opaqueWindow {
			w.count(row, end-1-opaqueWindow, -1)
		}
		if end >= opaqueWindow && w.random() {
			for j := max(told, end-opaqueWindow); j < end; j++ {
				in[j] = true
			}
			told = end
		}
	}
	withoutNumbers(row, in)
	for at := 0; at < len(in); {
		if !in[at] {
			at++
			continue
		}
		end := at
		for end < len(in) && in[end] {
			end++
		}
		start, stop := at, at // too few
		if end-at >= leastOpaque {
			start, stop = opaqueEdges(row, at, end)
		}
		for j := min(at, start); j < max(end, stop); j++ {
			in[j] = j >= start && j < stop
		}
		at = max(end, stop)
	}
	return in
}

// opaqueCounts is what there is in a window.
type opaqueCounts struct {
	of                     [256]int
	values, upper, printed int
	near                   int // that differ by little from the byte before them
}

// count counts the byte at an offset that comes, or with -1 one that goes.
func (w *opaqueCounts) count(row []byte, at, n int) {
	b := row[at]
	if w.of[b] == 0 {
		w.values++
	}
	if w.of[b] += n; w.of[b] == 0 {
		w.values--
	}
	if b >= 0x80 {
		w.upper += n
	}
	if text.Printable(b) {
		w.printed += n
	}
	if at > 0 && b-row[at-1]+smallStep <= 2*smallStep {
		w.near += n
	}
}

// random reports whether what is in the window looks so.
func (w *opaqueCounts) random() bool {
	return w.values >= leastValues && w.upper >= leastUpper && w.upper <= mostUpper && w.printed <= mostPrinted && w.of[0] <= mostNil && w.near <= mostNear
}

// withoutNumbers takes zeros out that are near each other, as in a number among opaque bytes.
func withoutNumbers(row []byte, in []bool) {
	last := -3
	for j, b := range row {
		if b != 0 {
			continue
		}
		if j-last < 3 {
			in[last], in[j] = false, false
		}
		last = j
	}
}

// opaqueEdges is where such bytes begin and end: where a number before them says, or else without
// zeros near their edges.
func opaqueEdges(row []byte, at, end int) (start, stop int) {
	least := opaqueEdge + 1 // by how many bytes both are apart from what they seem to be
	for _, size := range []int{4, 2} {
		for from := max(at-opaqueEdge, size); from <= min(at+opaqueEdge, end); from++ {
			for _, order := range []model.Order{model.Big, model.Little} {
				n := model.Uint(row[from-size:from], order)
				if n > uint64(len(row)-from) || n < leastOpaque {
					continue
				}
				to := from + int(n)
				if apart := max(from-at, at-from) + max(to-end, end-to); apart < least {
					start, stop, least = from, to, apart
				}
			}
		}
		if stop > 0 {
			return start, stop
		}
	}
	start, stop = at, end
	for j := at; j < min(at+opaqueEdge, end); j++ {
		if row[j] == 0 {
			start = j + 1
		}
	}
	for j := end - 1; j >= max(end-opaqueEdge, start); j-- {
		if row[j] == 0 {
			stop = j
		}
	}
	return start, stop
}

// maxOpaqueRows is how many rows are looked at, and fewRows of how many bytes that change do not
// show by that what they are.
const maxOpaqueRows, fewRows = 8, 3

// opaqueInAll tells of each byte that all rows have, up to a limit, whether it is opaque in all of
// those that are looked at; none are without one.
func opaqueInAll(rows [][]byte, limit int) []bool {
	limit = min(limit, column.Shortest(rows))
	var all []bool
	for i, row := range column.Sample(rows, maxOpaqueRows) {
		in := opaqueIn(row, limit)
		if i == 0 {
			all = in
			continue
		}
		some := false
		for j := range all {
			all[j] = all[j] && in[j]
			some = some || all[j]
		}
		if !some {
			return nil
		}
	}
	return all
}

// markOpaque marks the columns of rows that are opaque, of many rows only those that never change.
func markOpaque(cols []column.Column, rows [][]byte) {
	in := opaqueInAll(rows, len(cols))
	few := len(rows) <= fewRows
	for at := 0; at < len(in); {
		end := at
		for end < len(in) && in[end] && (few || cols[end].Constant()) {
			end++
		}
		for j := at; j < end && end-at >= leastOpaque; j++ {
			cols[j].Opaque = true
		}
		at = max(end, at+1)
	}
}

// opaque finds opaque bytes with their number before them: nothing else makes so many random bytes end
// where a number says.
func (x *layer) opaque(v view, at int) (element, bool) {
	return x.numbered(v, at, []int{4, 2}, x.opaqueBy)
}

func (x *layer) opaqueBy(v view, at, size int) (element, bool) {
	e := element{sizes: make([]int, len(v.rows))}
	for i, row := range v.rows {
		if at+size > len(row) {
			return e, false
		}
		n := model.Uint(row[at:at+size], x.order)
		if n < opaqueWindow || n > uint64(len(row)-at-size) {
			return e, false
		}
		e.sizes[i] = at + size + int(n)
	}
	for i, row := range v.rows {
		if !endsOpaque(row[at+size:], e.sizes[i]-at-size) {
			return e, false
		}
	}
	evidence := fmt.Sprintf("as many bytes follow that look random, in all of %d frames", len(v.rows))
	length := x.counting(size, evidence, len(v.rows))
	load := model.Field{
		Name: x.name("random"), Type: model.Random, Size: model.Size{How: model.SizeBy, By: length.Name, Scale: 1}, Sure: 0.8,
		Evidence: evidence, Held: len(v.rows), Of: len(v.rows),
	}
	length.Ref = &model.Ref{What: "field", Field: load.Name, Scale: 1}
	e.fields = []model.Field{length, load}
	return e, true
}

// endsOpaque reports whether so many bytes look random, but for a few near their ends and zeros that
// happen to be next to each other, and those behind them do not.
func endsOpaque(b []byte, n int) bool {
	const zeros, behind = 2, 3
	others, further := 0, 0
	for i, opaque := range opaqueIn(b, min(n+opaqueWindow, maxSegmented)) {
		switch {
		case !opaque && i >= opaqueEdge && i < n-opaqueEdge:
			others++
		case opaque && i >= n && i < n+behind:
			further++
		}
	}
	return others <= zeros && further < behind
}
