package infer

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of what proves elements whose types are known: it takes less.
const leastKnownTags = 12.0

// fit is how tagged elements of a protocol are at an offset of rows.
type tagFit struct {
	table *taggedTable
	by    bounds
	spans []span
	proof *tagProof
}

// fits is the fit that most speaks for at an offset of all rows, nil if there is none.
func (tables taggedTables) fits(rows [][]byte, at int) (best *tagFit) {
	for _, t := range tables {
		for _, by := range taggedBounds {
			spans := t.spans(nil, rows, at, by)
			if spans == nil {
				continue
			}
			p := t.prove(spans, &t.forms, true)
			if p != nil && p.bits+p.ends >= leastKnownTags && p.rows*2 > len(rows) && (best == nil || p.bits+p.ends > best.proof.bits+best.proof.ends) {
				best = &tagFit{t, by, spans, p}
			}
		}
	}
	return best
}

// taggedFrom is from which offset on frames are tagged elements, which tell no kind.
func (tables taggedTables) from(frames []*model.Frame) int {
	if len(tables) == 0 {
		return maxJudged
	}
	some := rowsOf(sample(frames, maxTagRows))
	for at := range min(shortest(some), maxTaggedAt) {
		if tables.fits(some, at) != nil {
			return at
		}
	}
	return maxJudged
}

// tagged finds elements whose types tell the forms of their values, by those that the protocol is
// known to have.
func (x *layer) tagged(v view, at int) (element, bool) {
	fit := x.tables.fits(v.rows, at)
	if fit == nil {
		return element{}, false
	}
	e := element{sizes: make([]int, len(v.rows))}
	seen := &tagSeen{}
	for i := range fit.spans {
		s := &fit.spans[i]
		r := tagReader{tagged: &fit.table.tagged, forms: &fit.table.forms, budget: maxTagged}
		e.sizes[i] = r.elements(s.row, s.from, s.to, seen)
	}
	evidence := fmt.Sprintf("%d elements whose types tell the forms of their values, in all of %d frames", fit.proof.total, len(v.rows))
	m := tagFields{taggedTable: fit.table, x: x, evidence: "as types of elements tell", left: maxTagFields}
	f := model.Field{
		Name: x.name("elements"), Type: model.Array, Size: model.Size{How: model.SizeItems}, Sure: 0.85, Evidence: evidence, Held: len(v.rows), Of: len(v.rows),
		Repeat: &model.Repeat{}, Items: m.elements(seen),
	}
	if m.left < 0 {
		return element{}, false
	}
	if fit.table.stop {
		f.Repeat.Until = &model.Only{By: "type", Values: []uint64{0}}
	}
	if fit.by.length > 0 {
		length := x.counting(fit.by.length, evidence, len(v.rows))
		f.Size = model.Size{How: model.SizeBy, By: length.Name, Scale: 1}
		if fit.by.own {
			f.Size.Add = -fit.by.length
		}
		length.Ref = &model.Ref{What: "field", Field: f.Name, Scale: 1, Add: f.Size.Add}
		e.fields = append(e.fields, length)
	}
	e.fields = append(e.fields, f)
	return e, true
}
