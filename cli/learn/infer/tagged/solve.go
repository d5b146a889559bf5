package tagged

import (
	"bytes"
	"cmp"
	"slices"
	"unicode"

	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Span is where elements are in a row.
type Span struct {
	Row      []byte
	From, To int  // offsets in it
	exact    bool // they end there
}

// The bounds of looking for the forms of types.
const (
	maxTagTypes   = 14
	maxAloneTypes = 24 // types with nothing beside them
	maxLetters    = 24 // types that are letters
	leastLettered = 4  // rows that begin with one
	MaxRows       = 40
	tagBudget     = 6000    // values that are read to refute how elements look
	tagFewSteps   = 300     // the same if nothing is beside the type that would refute it
	tagMoreSteps  = 20000   // and where a few rows fit
	letterSteps   = 150_000 // the same of types that are letters
	AllSteps      = 1 << 19 // in all frames
)

// solver finds the forms of the types of elements that fill spans.
type solver struct {
	*Look
	spans   []Span
	forms   FormsByType
	choices []choice
	at      int  // the span that is looked at: those before it fit
	budget  int  // values that may be read yet
	left    *int // and in all
	raised  bool // the budget, as a few spans fit
}

// choice is that of the form of a type, which a span needs first. Those that are tried are in order.
type choice struct {
	typ   byte
	span  int
	forms []Form
	form  int
}

// solve finds the forms of the types of elements that fill spans, beginning with those that are
// known, and what speaks for them; nil if there are none. So many values may be read at most.
func (t *Look) solve(spans []Span, known *FormsByType, left *int) (best FormsByType, proof *Proof) {
	s := &solver{Look: t, spans: spans, forms: *known, budget: tagBudget, left: left}
	if t.plain() {
		s.budget = tagFewSteps
	}
	s.budget = min(s.budget, *left)
	for s.budget > 0 {
		r := Reader{Look: t, Forms: &s.forms, asked: -1}
		fit := s.read(&r)
		if fit {
			p := t.prove(spans, &s.forms, false)
			if p != nil && (proof == nil || p.bits+p.ends > proof.bits+proof.ends) {
				best, proof = s.forms, p
			}
			if t.Letter { // the first is the likeliest: in others, letters of texts are types
				break
			}
		} else if s.choose(&r) {
			continue
		}
		used := &r.used
		if fit || !t.Letter {
			used = nil
		}
		if !s.next(used) {
			break
		}
	}
	return best, proof
}

// read reads spans up to one that does not fit. It reports whether all do.
func (s *solver) read(r *Reader) bool {
	for ; s.at < len(s.spans); s.at++ {
		span := &s.spans[s.at]
		r.Budget, r.used = min(s.budget, MaxValues), [256]bool{}
		before := r.Budget
		end := r.Elements(span.Row, span.From, span.To, nil)
		read := before - r.Budget + 1
		s.budget -= read
		*s.left -= read
		if end < 0 || span.exact && end != span.To {
			return false
		}
		if s.at >= 4 && !s.raised {
			more := tagMoreSteps
			if s.Letter {
				more = letterSteps
			}
			s.budget, s.raised = min(s.budget+more, *s.left), true
		}
	}
	return true
}

// choose takes the first form for the type that a reader asks for, if it does and there is one.
func (s *solver) choose(r *Reader) bool {
	most := maxTagTypes
	switch {
	case s.Letter:
		most = maxLetters
	case s.Alone:
		most = maxAloneTypes
	}
	if r.asked < 0 || len(s.choices) >= most {
		return false
	}
	c := choice{typ: byte(r.asked), span: s.at, forms: s.valueForms()}
	if s.Letter {
		c.forms = s.leading(r, &s.spans[s.at], c.forms)
	}
	if len(c.forms) == 0 {
		return false
	}
	s.choices = append(s.choices, c)
	s.forms[c.typ] = c.forms[0]
	return true
}

// next takes the next form of the last choice that had to do with it that a span does not fit, by the
// types that were used; of the last one of all without them. It reports false if there is none.
func (s *solver) next(used *[256]bool) bool {
	for len(s.choices) > 0 {
		c := &s.choices[len(s.choices)-1]
		if used == nil || used[c.typ] {
			used = nil
			if c.form++; c.form < len(c.forms) {
				s.forms[c.typ], s.at = c.forms[c.form], c.span // those before it have no such type
				return true
			}
		}
		s.forms[c.typ] = Form{}
		s.choices = s.choices[:len(s.choices)-1]
	}
	return false
}

// leading are the forms of the type that a reader asks for which lead to another letter or to the end: first
// texts and what has its length before it, which are hardly there by chance, then those that lead to a
// type whose form is known, small ones first.
func (s *solver) leading(r *Reader, in *Span, tried []Form) []Form {
	typ := byte(r.asked)
	defer func() { r.Forms[typ] = Form{} }()
	var likely, known, others []Form
	for _, f := range tried {
		r.Forms[typ], r.Budget = f, 1
		to := r.value(typ, in.Row, r.askedAt, in.To, nil)
		if to < 0 || to < in.To && !text.Letter(in.Row[to]) {
			continue
		}
		value := in.Row[r.askedAt+f.Size : max(to, r.askedAt+f.Size)]
		switch {
		case f.How == Ended && len(value) > leastLead && bytes.ContainsFunc(value, unicode.IsLower),
			f.How == Counted && f.Size > 1 && len(value) > 0:
			likely = append(likely, f)
		case to < in.To && r.Forms[in.Row[to]].How != Unknown:
			known = append(known, f)
		default:
			others = append(others, f)
		}
	}
	smaller := func(a, b Form) int { return cmp.Compare(a.Size, b.Size) }
	slices.SortStableFunc(known, smaller)
	slices.SortStableFunc(others, smaller)
	return slices.Concat(likely, known, others)
}

// leastLead is of how many characters a text is more, if it is hardly there by chance.
const leastLead = 3

// prove is what speaks for elements of these forms in spans, nil if they don't fill them. The forms
// may be known by others.
func (t *Look) prove(spans []Span, forms *FormsByType, known bool) *Proof {
	p := newProof()
	if known {
		for typ, f := range forms {
			if f.How != Unknown {
				p.types[byte(typ)] = 1
			}
		}
	}
	r := Reader{Look: t, Forms: forms, asked: -1, proof: p}
	for i := range spans {
		s := &spans[i]
		r.Budget = MaxValues
		p.row()
		end := r.Elements(s.Row, s.From, s.To, nil)
		if end < 0 || s.exact && end != s.To {
			return nil
		}
		if end > s.From {
			p.ended()
		}
	}
	return p
}

// allCounted reports whether all values may as well have their number of bytes before them, as in
// options: then their types tell nothing of their form.
func (t *Look) allCounted(spans []Span, forms *FormsByType) bool {
	for _, size := range []int{1, 2, 4} {
		var counted FormsByType
		for typ, f := range forms {
			if f.How != Unknown {
				counted[typ] = Form{Counted, size}
			}
		}
		if t.prove(spans, &counted, false) != nil {
			return true
		}
	}
	return false
}
