package infer

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// bounds is how the end of tagged elements is told.
type bounds struct {
	length int  // bytes of a number of bytes before them, 0 if they go to the end
	own    bool // which counts itself too
}

// taggedBounds are all that are tried.
var taggedBounds = []bounds{{}, {length: 4}, {length: 2}, {length: 1}, {length: 4, own: true}}

// spans are where elements are in rows that begin at an offset, or their length; nil if they can't
// be there in all. They are appended to a list.
func (t *tagged) spans(list []span, rows [][]byte, at int, by bounds) []span {
	if by.own && !(t.stop && t.named) || (t.stop && !t.named || t.alone) && by.length > 0 {
		return nil
	}
	for _, row := range rows {
		s := span{row, at, len(row), true}
		if by.length > 0 {
			if s.from += by.length; s.from > len(row) {
				return nil
			}
			n := model.Uint(row[at:s.from], t.order)
			if by.own {
				if n < uint64(by.length) {
					return nil
				}
				n -= uint64(by.length)
			}
			if n > uint64(len(row)-s.from) {
				return nil
			}
			s.to = s.from + int(n)
		}
		switch {
		case s.from > s.to || t.stop && (s.from == s.to || row[s.to-1] != 0):
			return nil
		case s.from < s.to && t.front == 0 && (row[s.from] == 0) != (t.stop && s.from+1 == s.to):
			return nil
		}
		list = append(list, s)
	}
	return list
}

// taggedTable is how tagged elements of a protocol look, and the forms of their types that are known.
type taggedTable struct {
	tagged
	forms valuesByType
	bits  float64
}

// taggedTables are those of a protocol.
type taggedTables []*taggedTable

// maxTaggedAt is up to which offset tagged elements are looked for.
const maxTaggedAt = 64

// find looks for tagged elements that look like one of these in frames that are alike. So many values
// may be read at most.
func (tables *taggedTables) find(frames []*model.Frame, looks []tagged, left *int) {
	some := rowsOf(sample(different(frames), maxTagRows))
	slices.SortStableFunc(some, func(a, b []byte) int { return cmp.Compare(len(a), len(b)) })
	var best *tagProof
	var bestAt int
	var bestBy bounds
	var look tagged
	var table *taggedTable
	var solved valuesByType
	buffer := make([]span, 0, len(some))
	for at := range min(shortest(some), maxTaggedAt) {
		for _, t := range looks {
			for _, order := range []model.Order{model.Big, model.Little} {
				t.order = order
				for _, by := range taggedBounds {
					spans := t.spans(buffer, some, at, by)
					if *left <= 0 || spans == nil || !t.plausible(spans) {
						continue
					}
					known, forms := tables.of(t), &noForms
					if known != nil {
						forms = &known.forms
					}
					if found, p := t.solve(spans, forms, left); p != nil && p.holds(&t) && (t.texts() || !t.allCounted(spans, &found)) && (best == nil || p.bits+p.ends > best.bits+best.ends) {
						best, bestAt, bestBy, look, table, solved = p, at, by, t, known, found
					}
				}
			}
		}
	}
	if best == nil {
		return
	}
	table = tables.add(look, table, &solved, best)
	if look.alone {
		table.extend(rowsOf(different(frames)), bestAt, bestBy, left)
	}
}

// extend learns the forms of types that are in rows which were not among those that it was found in.
func (t *taggedTable) extend(rows [][]byte, at int, by bounds, left *int) {
	for range maxTagTypes {
		var asking []span
		for _, row := range rows {
			spans := t.spans(nil, [][]byte{row}, at, by)
			if len(spans) == 0 {
				continue
			}
			r := tagReader{tagged: &t.tagged, forms: &t.forms, asked: -1, budget: maxTagged}
			if r.elements(row, spans[0].from, spans[0].to, nil) < 0 && r.asked >= 0 && len(asking) < maxTagRows {
				asking = append(asking, spans[0])
			}
		}
		if len(asking) == 0 || *left <= 0 {
			return
		}
		forms, p := t.solve(asking, &t.forms, left)
		if p == nil || p.bits+p.ends < leastKnownTags {
			return
		}
		t.forms = forms
	}
}

// plausible reports whether spans may be elements at the first glance.
func (t *tagged) plausible(spans []span) bool {
	var types [256]bool
	distinct, filled := 0, 0
	for i := range spans {
		s := &spans[i]
		if s.from == s.to {
			continue
		}
		filled++
		if t.front == 0 {
			if typ := s.row[s.from]; !types[typ] {
				types[typ] = true
				distinct++
			}
			if distinct > maxTagTypes || t.letter && !letter(s.row[s.from]) {
				return false
			}
		}
	}
	return filled > 0 && (!t.letter || filled >= leastLettered)
}

// noForms are those of a table that there is not yet.
var noForms valuesByType

// of is the table of elements that look so, nil if there is none.
func (tables *taggedTables) of(t tagged) *taggedTable {
	for _, table := range *tables {
		if table.tagged == t {
			return table
		}
	}
	return nil
}

// add adds what was found of elements that look so, to their table if there is one.
func (tables *taggedTables) add(t tagged, table *taggedTable, forms *valuesByType, p *tagProof) *taggedTable {
	if table == nil {
		table = &taggedTable{tagged: t}
		*tables = append(*tables, table)
	}
	table.bits += p.bits + p.ends
	table.forms = *forms
	return table
}
