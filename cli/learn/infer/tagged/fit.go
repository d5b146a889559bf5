package tagged

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// leastKnown is how many bits prove elements whose types are known: it takes less.
const leastKnown = 12.0

// Fit is how tagged elements of a protocol are at an offset of rows.
type Fit struct {
	Table *Table
	By    Bounds // how their ends are told
	Spans []Span // of each row one
	Proof *Proof // what speaks for them
}

// Fits is the fit that most speaks for at an offset of all rows, nil if there is none.
func (tables Tables) Fits(rows [][]byte, at int) (best *Fit) {
	for _, t := range tables {
		for _, by := range AllBounds {
			spans := t.spans(nil, rows, at, by)
			if spans == nil {
				continue
			}
			p := t.prove(spans, &t.Forms, true)
			if p != nil && p.bits+p.ends >= leastKnown && p.rows*2 > len(rows) && (best == nil || p.bits+p.ends > best.Proof.bits+best.Proof.ends) {
				best = &Fit{t, by, spans, p}
			}
		}
	}
	return best
}

// From is from which offset on frames are tagged elements, which tell no kind.
func (tables Tables) From(frames []*model.Frame) int {
	if len(tables) == 0 {
		return column.MaxJudged
	}
	some := column.Rows(column.Sample(frames, MaxRows))
	for at := range min(column.Shortest(some), MaxAt) {
		if tables.Fits(some, at) != nil {
			return at
		}
	}
	return column.MaxJudged
}

// Apart are frames by where tagged elements are in them, from an offset on, if they are not in all.
// Those that have none come last.
func (tables Tables) Apart(frames []*model.Frame, start int) [][]*model.Frame {
	if len(tables) == 0 || len(frames) > maxFrames || tables.From(frames) < column.MaxJudged {
		return [][]*model.Frame{frames}
	}
	places := map[string]int{}
	parts := column.ByKey(frames, func(f *model.Frame) int {
		key := string(f.Data)
		at, ok := places[key]
		if !ok {
			at = tables.in(f, start)
			places[key] = at
		}
		return at
	})
	slices.SortStableFunc(parts, func(a, b []*model.Frame) int {
		return cmp.Compare(places[string(a[0].Data)], places[string(b[0].Data)])
	})
	return parts
}

// in is where tagged elements are in a frame that surely has some, at an offset or behind it; beyond all
// if it has none.
func (tables Tables) in(f *model.Frame, start int) int {
	row := [][]byte{f.Data}
	for at := start; at < min(len(f.Data), MaxAt); at++ {
		if fit := tables.Fits(row, at); fit != nil && fit.Proof.bits+fit.Proof.ends >= LeastBits {
			return at
		}
	}
	return column.MaxJudged
}

// maxFrames is of how many frames it is found where each has tagged elements.
const maxFrames = 2000
