package infer

import (
	"fmt"
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

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
		var filled [][]byte
		counted := 0
		for _, counts := range []int{0, size, 2 * size} {
			runs, ok := x.runs(v, at, size, counts)
			if !ok {
				continue
			}
			if p := x.bestProof(size, counts, runs); p.betterThan(best) {
				best, filled, counted = p, runs, counts
			}
		}
		if best != nil {
			if best.holds() && x.trusted != nil {
				x.trusted[trust{size, counted, best.item}] = true
			}
			return x.run(v, at, size, counted, best, filled), true
		}
	}
	return element{}, false
}

// run is the element of a number at an offset, which counts so many bytes more than the runs have,
// and the runs, of which a proof tells how they are made.
func (x *layer) run(v view, at, size, counts int, p *runProof, runs [][]byte) element {
	e := element{sizes: make([]int, len(runs))}
	for i, run := range runs {
		e.sizes[i] = at + size + len(run)
	}
	width := size
	if x.order == model.Big {
		width = x.widthBefore(v, at, size)
	}
	e.skip = size - width
	evidence := fmt.Sprintf("%d elements fill as many bytes as it says in all of %d frames", p.total, len(runs))
	length := x.counting(width, evidence, len(runs))
	run := p.field(x, len(runs), fmt.Sprintf("%d elements fill as many bytes as %s says in all of %d frames", p.total, length.Name, len(runs)))
	run.Size = model.Size{How: model.SizeBy, By: length.Name, Scale: 1, Add: -counts}
	length.Ref = &model.Ref{What: "field", Field: run.Name, Scale: 1, Add: -counts}
	e.fields = []model.Field{length, run}
	return e
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

// runs are the bytes that a number at an offset says the number of, if it can be one in all rows,
// and some of it says that there are any.
func (x *layer) runs(v view, at, size, counts int) ([][]byte, bool) {
	start := at + size
	for _, row := range v.rows {
		if start > len(row) {
			return nil, false
		}
		if n := model.Uint(row[at:start], x.order); n > uint64(len(row)-start+counts) || int(n) < counts {
			return nil, false
		}
	}
	runs := make([][]byte, len(v.rows))
	some, texts, behind := false, 0, 0
	for i, row := range v.rows {
		n := model.Uint(row[at:start], x.order)
		runs[i] = row[start : start+int(n)-counts]
		some = some || len(runs[i]) > 3
		behind += len(row) - start - len(runs[i])
		if beginsAsText(runs[i]) || at > 0 && printable(row[start-1]) && printable(row[at-1]) {
			texts++
		}
	}
	return runs, some && texts*2 < len(v.rows) && behind > 0
}

// trusted are runs that are proved, by their numbers of bytes: of some of the same frames it takes
// less to believe that theirs are made likewise.
type trusted map[trust]bool

type trust struct {
	size, counts int
	*item
}

// bestProof is of the form of elements that most speaks for in all runs; nil if none holds.
func (x *layer) bestProof(size, counts int, runs [][]byte) (best *runProof) {
	list := forms[x.order]
	for i := range list {
		if p := x.proofOf(trust{size, counts, &list[i]}, runs); p.betterThan(best) {
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
	cols := columns(sample(v.rows, maxRows), end)
	best := size
	for _, width := range []int{4, 2, 1} {
		if width > size || width < size-zeros {
			continue
		}
		c := claim{offset: start + end - width, size: width, order: x.order, bonus: given, typ: model.Length}
		if width == 1 {
			c.order = model.None
		}
		if _, p := segment(cols, start, x.style, []claim{c}); p > most {
			best, most = width, p
		}
	}
	return best
}
