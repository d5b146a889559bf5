package layout

import (
	"fmt"
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// runPlace is where runs are: behind a number at an offset of so many bytes, which counts some more than the run has,
// or with a gap between.
type runPlace struct{ at, size, counts, gap int }

// start is where a run begins.
func (p runPlace) start() int { return p.at + p.size + p.gap }

// maxGap is how many bytes may be between a number and its run where elements fit directly behind it, too, but
// far less speaks for these: those of the last byte of one and all but that of the next, for example.
const maxGap, farBetter = 2, 1.5

// within finds elements that fill as many bytes as a number before them says, whatever is behind.
func (x *layer) within(v view, at int) (element, bool) {
	if at > maxRunAt {
		return element{}, false
	}
	for _, size := range []int{4, 2, 1} {
		if base := v.base(); base >= 0 && x.frameLength(base+at, size) {
			continue
		}
		var best *runProof
		where := runPlace{at: at, size: size}
		for _, counts := range []int{0, size, 2 * size} {
			w := runPlace{at: at, size: size, counts: counts}
			if p := x.proofAt(v, w); p.betterThan(best) {
				best, where = p, w
			}
		}
		for gap := 1; where.counts == 0 && gap <= maxGap; gap++ {
			w := runPlace{at: at, size: size, gap: gap}
			p := x.proofAt(v, w)
			if p == nil || best == nil && !x.trusted[w.trust(p.item)] || best != nil && p.speaks() < farBetter*best.speaks() {
				continue // alone, only what is trusted
			}
			best, where = p, w
		}
		if best == nil {
			continue
		}
		if best.holds() && x.trusted != nil {
			x.trusted[where.trust(best.item)] = true
		}
		return x.run(v, where, best), true
	}
	return element{}, false
}

// trust is that in such elements there.
func (p runPlace) trust(it *item) trust { return trust{p.size, p.counts, p.gap, it} }

// proofAt is the best proof of runs at a place, nil if there is none.
func (x *layer) proofAt(v view, w runPlace) *runProof {
	runs, ok := x.runs(v, w)
	if !ok {
		return nil
	}
	return x.bestProof(w, runs)
}

// run is the element of a number and the run that it tells the size of, of which a proof tells how it is made.
func (x *layer) run(v view, w runPlace, p *runProof) element {
	e := element{sizes: make([]int, len(v.rows))}
	for i, row := range v.rows {
		e.sizes[i] = x.runEnd(row, w)
	}
	width := w.size
	if x.order == model.Big {
		width = x.widthBefore(v, w.at, w.size)
	}
	e.skip = w.size - width
	evidence := fmt.Sprintf("%d elements fill as many bytes as it says in all of %d frames", p.total, len(v.rows))
	length := x.counting(width, evidence, len(v.rows))
	run := p.field(x, len(v.rows), fmt.Sprintf("%d elements fill as many bytes as %s says in all of %d frames", p.total, length.Name, len(v.rows)))
	run.Size = model.Size{How: model.SizeBy, By: length.Name, Scale: 1, Add: -w.counts}
	length.Ref = &model.Ref{What: "field", Field: run.Name, Scale: 1, Add: -w.counts}
	e.fields = []model.Field{length}
	if w.gap > 0 {
		e.fields = append(e.fields, x.fixed(v.behind(func(int) int { return w.at + w.size }), w.gap)...)
	}
	e.fields = append(e.fields, run)
	return e
}

// runEnd is where the run of a row ends, -1 if the number can't be that of one.
func (x *layer) runEnd(row []byte, w runPlace) int {
	start := w.start()
	if start > len(row) {
		return -1
	}
	n := model.Uint(row[w.at:w.at+w.size], x.order)
	if n > uint64(len(row)-start+w.counts) || int(n) < w.counts {
		return -1
	}
	return start + int(n) - w.counts
}

// beforeRun finds bytes with their number before them, behind which is the number of those that
// elements fill: only where all of the first are skipped, that holds.
func (x *layer) beforeRun(v view, at int) (element, bool) {
	if at > maxRunAt {
		return element{}, false
	}
	for _, size := range []int{4, 2, 1} {
		if base := v.base(); base >= 0 && x.frameLength(base+at, size) {
			continue
		}
		e := element{sizes: make([]int, len(v.rows))}
		lengths, ok := map[int]bool{}, true
		for i, row := range v.rows {
			start := at + size
			if start > len(row) {
				ok = false
				break
			}
			n := model.Uint(row[at:start], x.order)
			if ok = n <= uint64(len(row)-start); !ok {
				break
			}
			lengths[int(n)] = true
			e.sizes[i] = start + int(n)
		}
		if !ok || len(lengths) < 2 && len(x.trusted) == 0 || len(lengths) < 2 && lengths[0] {
			continue
		}
		if _, ok := x.within(v.behind(func(i int) int { return e.sizes[i] }), 0); !ok {
			continue
		}
		width := size
		if x.order == model.Big {
			width = x.widthBefore(v, at, size)
		}
		e.skip = size - width
		length := x.counting(width, fmt.Sprintf("so many bytes are before others of which elements fill as many as a number says, in all of %d frames", len(v.rows)), len(v.rows))
		load := model.Field{
			Name: x.name("payload"), Type: model.Bytes, Size: model.Size{How: model.SizeBy, By: length.Name, Scale: 1}, Sure: 0.8,
			Evidence: length.Evidence, Held: len(v.rows), Of: len(v.rows),
		}
		length.Ref = &model.Ref{What: "field", Field: load.Name, Scale: 1}
		e.fields = []model.Field{length, load}
		return e, true
	}
	return element{}, false
}

// counting is the field of a number of bytes, so wide.
func (x *layer) counting(width int, evidence string, rows int) model.Field {
	f := model.Field{
		Name: x.name("length"), Type: model.Length, Order: x.order, Size: model.Size{How: model.SizeFixed, N: width}, Sure: 0.95,
		Evidence: evidence, Held: rows, Of: rows,
	}
	if width == 1 {
		f.Order = model.None
	}
	return f
}

// runs are those at a place, if the number can be that of one in all rows, some of it says that there are any
// bytes, and others are behind some or between.
func (x *layer) runs(v view, w runPlace) ([][]byte, bool) {
	for _, row := range v.rows {
		if x.runEnd(row, w) < 0 {
			return nil, false
		}
	}
	runs := make([][]byte, len(v.rows))
	some, texts, others := false, 0, w.gap
	for i, row := range v.rows {
		end := x.runEnd(row, w)
		runs[i] = row[w.start():end]
		some = some || len(runs[i]) > 3
		others += len(row) - end
		if text.Begins(runs[i]) || w.at > 0 && text.Printable(row[w.at+w.size-1]) && text.Printable(row[w.at-1]) {
			texts++
		}
	}
	return runs, some && texts*2 < len(v.rows) && others > 0
}

// Trusted are runs that are proved, by their numbers of bytes: of some of the same frames it takes
// less to believe that theirs are made likewise.
type Trusted map[trust]bool

type trust struct {
	size, counts, gap int
	*item
}

// bestProof is of the form of elements that most speaks for in all runs; nil if none holds.
func (x *layer) bestProof(w runPlace, runs [][]byte) (best *runProof) {
	list := forms[x.order]
	for i := range list {
		if p := x.proofOf(w.trust(&list[i]), runs); p.betterThan(best) {
			best = p
		}
	}
	return best
}

// proofOf tries a form of elements on runs; nil if it does not hold in all, or not for sure.
func (x *layer) proofOf(t trust, runs [][]byte) *runProof {
	if !t.allFill(runs, x.reads) {
		return nil
	}
	p := newProof(t.item)
	for _, run := range runs {
		if !p.add(run) {
			return nil
		}
	}
	if !p.holds() && (!x.trusted[t] || p.several*2 < p.runs || p.empty*3 > p.total) {
		return nil
	}
	return p
}

// widthBefore is how wide the number of bytes of a run is, which ends behind so many bytes from an
// offset on, of which the upper ones may be no part of it.
func (x *layer) widthBefore(v view, at, size int) int {
	zeros := size
	for _, row := range v.rows {
		n := 0
		for n < size-1 && row[at+n] == 0 {
			n++
		}
		zeros = min(zeros, n)
	}
	end := at + size
	start, most := v.base(), math.Inf(-1)
	if start < 0 {
		start = v.phase()
	}
	cols := column.Of(column.Sample(v.rows, claim.MaxRows), end)
	best := size
	for _, width := range []int{4, 2, 1} {
		if width > size || width < size-zeros {
			continue
		}
		c := claim.Claim{Offset: start + end - width, Size: width, Order: x.order, Bonus: claim.Given, Type: model.Length}
		if width == 1 {
			c.Order = model.None
		}
		if _, p := segment.Divide(cols, start, x.style, []claim.Claim{c}); p > most {
			best, most = width, p
		}
	}
	return best
}
