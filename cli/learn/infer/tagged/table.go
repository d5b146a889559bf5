package tagged

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Bounds is how the end of tagged elements is told.
type Bounds struct {
	Length int  // bytes of a number of bytes before them, 0 if they go to the end
	Own    bool // which counts itself too
}

// AllBounds are all that are tried.
var AllBounds = []Bounds{{}, {Length: 4}, {Length: 2}, {Length: 1}, {Length: 4, Own: true}}

// spans are where elements are in rows that begin at an offset, or their length; nil if they can't
// be there in all. They are appended to a list.
func (t *Look) spans(list []Span, rows [][]byte, at int, by Bounds) []Span {
	if by.Own && !(t.Stop && t.Named) || (t.Stop && !t.Named || t.Alone) && by.Length > 0 {
		return nil
	}
	for _, row := range rows {
		s := Span{row, at, len(row), true}
		if by.Length > 0 {
			if s.From += by.Length; s.From > len(row) {
				return nil
			}
			n := model.Uint(row[at:s.From], t.Order)
			if by.Own {
				if n < uint64(by.Length) {
					return nil
				}
				n -= uint64(by.Length)
			}
			if n > uint64(len(row)-s.From) {
				return nil
			}
			s.To = s.From + int(n)
		}
		switch {
		case s.From > s.To || t.Stop && (s.From == s.To || row[s.To-1] != 0):
			return nil
		case s.From < s.To && t.Front == 0 && (row[s.From] == 0) != (t.Stop && s.From+1 == s.To):
			return nil
		}
		list = append(list, s)
	}
	return list
}

// Table is how tagged elements of a protocol look, and the forms of their types that are known.
type Table struct {
	Look
	Forms FormsByType
	bits  float64
}

// Tables are those of a protocol.
type Tables []*Table

// MaxAt is up to which offset tagged elements are looked for.
const MaxAt = 64

// Find looks for tagged elements that look like one of these in frames that are alike. So many values
// may be read at most.
func (tables *Tables) Find(frames []*model.Frame, looks []Look, left *int) {
	some := column.Rows(column.Sample(column.Different(frames), MaxRows))
	slices.SortStableFunc(some, func(a, b []byte) int { return cmp.Compare(len(a), len(b)) })
	var best *Proof
	var bestAt int
	var bestBy Bounds
	var look Look
	var table *Table
	var solved FormsByType
	buffer := make([]Span, 0, len(some))
	for at := range min(column.Shortest(some), MaxAt) {
		for _, t := range looks {
			for _, order := range []model.Order{model.Big, model.Little} {
				t.Order = order
				for _, by := range AllBounds {
					spans := t.spans(buffer, some, at, by)
					if *left <= 0 || spans == nil || !t.plausible(spans) {
						continue
					}
					known, forms := tables.of(t), &noForms
					if known != nil {
						forms = &known.Forms
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
	if look.Alone {
		table.extend(column.Rows(column.Different(frames)), bestAt, bestBy, left)
	}
}

// extend learns the forms of types that are in rows which were not among those that it was found in.
func (t *Table) extend(rows [][]byte, at int, by Bounds, left *int) {
	for range maxTagTypes {
		var asking []Span
		for _, row := range rows {
			spans := t.spans(nil, [][]byte{row}, at, by)
			if len(spans) == 0 {
				continue
			}
			r := Reader{Look: &t.Look, Forms: &t.Forms, asked: -1, Budget: MaxValues}
			if r.Elements(row, spans[0].From, spans[0].To, nil) < 0 && r.asked >= 0 && len(asking) < MaxRows {
				asking = append(asking, spans[0])
			}
		}
		if len(asking) == 0 || *left <= 0 {
			return
		}
		forms, p := t.solve(asking, &t.Forms, left)
		if p == nil || p.bits+p.ends < leastKnown {
			return
		}
		t.Forms = forms
	}
}

// plausible reports whether spans may be elements at the first glance.
func (t *Look) plausible(spans []Span) bool {
	var types [256]bool
	distinct, filled := 0, 0
	for i := range spans {
		s := &spans[i]
		if s.From == s.To {
			continue
		}
		filled++
		if t.Front == 0 {
			if typ := s.Row[s.From]; !types[typ] {
				types[typ] = true
				distinct++
			}
			if distinct > maxTagTypes || t.Letter && !text.Letter(s.Row[s.From]) {
				return false
			}
		}
	}
	return filled > 0 && (!t.Letter || filled >= leastLettered)
}

// noForms are those of a table that there is not yet.
var noForms FormsByType

// of is the table of elements that look so, nil if there is none.
func (tables *Tables) of(t Look) *Table {
	for _, table := range *tables {
		if table.Look == t {
			return table
		}
	}
	return nil
}

// add adds what was found of elements that look so, to their table if there is one.
func (tables *Tables) add(t Look, table *Table, forms *FormsByType, p *Proof) *Table {
	if table == nil {
		table = &Table{Look: t}
		*tables = append(*tables, table)
	}
	table.bits += p.bits + p.ends
	table.Forms = *forms
	return table
}
