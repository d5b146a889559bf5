package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// The bounds of looking for runs before kinds are told.
const (
	maxRunAt   = 64  // offset of the number of bytes
	leastRuns  = 8   // frames that have one
	mostOthers = 0.4 // of the frames that are long enough may have none
	maxProofs  = 40  // forms of elements that fill most runs, and are looked at closely
	surely     = 1.6 // by how much more has to speak for them than in frames of one kind
)

// RunsFrom is the offset of the first number of bytes that elements fill in most frames, directly
// behind it or so many bytes further on: from there on nothing tells kinds, as it stands elsewhere in
// each. Without one it is beyond all frames.
func RunsFrom(frames []*model.Frame, reads *Budget, gaps ...int) int {
	left := maxProofs
	some := column.Rows(column.Sample(frames, maxSearched))
	if len(some) < leastRuns || column.SameLength(some) {
		return column.MaxJudged
	}
	for at := range maxRunAt {
		for _, size := range []int{4, 2, 1} {
			for order, items := range forms {
				if size == 1 && order == model.Little {
					continue
				}
				if anyHolds(items, some, at, size, order, 0, &left, reads) || anyHolds(items, behindBytes(some, at, size, order), 0, size, order, 0, &left, reads) {
					return at
				}
				for _, gap := range gaps {
					if anyHolds(items, some, at, size, order, gap, &left, reads) {
						return at
					}
				}
			}
		}
	}
	return column.MaxJudged
}

// GapsTried are how many bytes may be between the number of bytes and what elements fill, for a start.
var GapsTried = []int{1, 2, 4, 6, 8}

// anyHolds reports whether most rows have a run of elements of some form, whose number of bytes is at
// an offset and so many bytes before them.
func anyHolds(items []item, rows [][]byte, at, size int, order model.Order, gap int, left *int, reads *Budget) bool {
	runs, others := runsAt(rows, at, size, order, gap)
	for i := range items {
		if len(runs) >= leastRuns && *left > 0 && mostHold(&items[i], runs, others, left, reads) {
			return true
		}
	}
	return false
}

// behindBytes are what is in rows behind bytes with their number, at an offset, before them; none if it
// is always the same.
func behindBytes(rows [][]byte, at, size int, order model.Order) (tails [][]byte) {
	numbers, others := map[int]bool{}, 0
	for _, row := range rows {
		start := at + size
		if start > len(row) {
			continue
		}
		n := model.Uint(row[at:start], order)
		if n > uint64(len(row)-start) {
			others++
			continue
		}
		numbers[int(n)] = true
		tails = append(tails, row[start+int(n):])
	}
	if len(numbers) < 2 || !few(others, len(tails)) {
		return nil
	}
	return tails
}

// runsAt are the bytes that a number at an offset says the number of, where it does, and how many
// frames have another number there.
func runsAt(rows [][]byte, at, size int, order model.Order, gap int) (runs [][]byte, others int) {
	behind, texts := 0, 0
	for _, row := range rows {
		start := at + size + gap
		if start > len(row) {
			continue
		}
		switch n := model.Uint(row[at:at+size], order); {
		case n > uint64(len(row)-start):
			others++
		case n > 0:
			run := row[start : start+int(n)]
			runs = append(runs, run)
			behind += len(row) - start - len(run)
			if text.Begins(run) || at > 0 && text.Printable(row[at+size-1]) && text.Printable(row[at-1]) {
				texts++
			}
		}
	}
	if few(others, len(runs)) && behind > 0 && texts*2 < len(runs) {
		return runs, others
	}
	return nil, others
}

// few reports whether there may be so many others.
func few(others, runs int) bool { return float64(others) <= mostOthers*float64(others+runs) }

// mostHold reports whether most runs are surely made of such elements.
func mostHold(it *item, runs [][]byte, others int, left *int, reads *Budget) bool {
	var held [][]byte
	for i, run := range runs {
		if it.fills(run, reads) {
			held = append(held, run)
		} else if missed := i + 1 - len(held); !few(others+missed, len(runs)-missed) {
			return false
		}
	}
	*left--
	p := newProof(it)
	for _, run := range held {
		p.add(run)
	}
	p.bits /= surely
	return p.holds()
}
