// Package tagged finds elements of which one byte, their type, tells the form of the value behind.
//
// The forms of all types are searched for together, in rows of all kinds (solve.go), and proved by how
// often they fit what they were not made for (proof.go). What was found is a table of the protocol
// (table.go), by which elements are found anywhere in it (fit.go).
package tagged

import (
	"bytes"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Look is how elements look of which one byte, their type, tells the form of the value behind.
type Look struct {
	Order model.Order // of lengths and numbers
	Front int         // bytes of the length of a name in front of the type, 0 without one
	Named bool        // a name that a NUL ends is behind the type
	ID    int         // bytes of a number behind the type
	Stop  bool        // the elements end with one that is a type of 0 and nothing else

	Letter bool // types are letters or digits, with nothing beside them
	Alone  bool // nothing is beside the type, and some values are a name and what it stands for
}

// Looks are all that are tried, but for their order.
var Looks = []Look{
	{Front: 1}, {Front: 2}, {Named: true}, {Named: true, Stop: true},
	{ID: 2, Stop: true}, {ID: 1, Stop: true}, {ID: 2},
}

// LetteredLooks are those whose types are letters.
var LetteredLooks = []Look{{Letter: true}}

// AloneLooks are those with types alone.
var AloneLooks = []Look{{Alone: true}}

// NamedLooks are those with names.
var NamedLooks = slices.DeleteFunc(slices.Clone(Looks), func(t Look) bool { return !t.texts() })

// Form is the form of the value of a type: what it is made of, and so many bytes of it or of
// its length.
type Form struct {
	How  How
	Size int // bytes
}

// How is what a value is made of.
type How int

// What values are made of, and what of them a form has the size of.

const (
	Unknown How = iota
	Plain       // so many bytes
	Counted     // bytes with their number before them
	Ended       // a text that a NUL ends
	Inner       // elements that look the same, with the number of their bytes before them if there is no stop
	Own         // the same, and the number counts itself too
	Bare        // values with the type of each before it, but nothing else, and the number of their bytes before all
	List        // a type, a number, and so many values of that type
	Map         // two types, a number, and so many pairs of values of those
	Numbers     // a number, and so many numbers of four bytes
	Pair        // a name with its length, a byte, before it, and bytes with their number before them
)

// EachNumber is how many bytes each of several numbers has.
const EachNumber = 4

// valueForms are all that are tried, those first that are refuted fastest.
func (t *Look) valueForms() []Form {
	if t.Alone {
		return []Form{{Pair, 2}, {Pair, 1}, {Pair, 4}, {Counted, 2}, {Counted, 4}, {Counted, 1}, {Plain, 0}, {Plain, 1}, {Plain, 2}, {Plain, 4}}
	}
	list := []Form{{Counted, 4}, {Counted, 2}, {Plain, 4}, {Plain, 8}, {Plain, 1}, {Plain, 2}, {Counted, 1}}
	switch {
	case t.Stop && t.Named:
		list = append(list, Form{Own, 4})
	case t.Stop:
		list = append(list, Form{Inner, 0}, Form{List, 4}, Form{Map, 4})
	case t.texts():
		list = append(list, Form{Inner, 4}, Form{Bare, 4}, Form{Inner, 2})
	}
	if t.Letter {
		list = append(list, Form{Plain, 6}, Form{Numbers, 1})
	}
	if t.texts() || t.ID > 0 || t.Letter {
		list = append(list, Form{Plain, 0})
	}
	return append(list, Form{Ended, 0}, Form{Plain, 16})
}

// FormsByType are the forms of values by their types.
type FormsByType [256]Form

// Reader reads elements.
type Reader struct {
	*Look
	Forms   *FormsByType
	Budget  int       // values that may still be read
	asked   int       // the type whose form is not known, for which it failed; -1 if for another reason
	askedAt int       // where the value of that is
	used    [256]bool // types whose form was needed
	proof   *Proof    // gets to know of each value, nil if that is of no use
	depth   int
}

// maxID is the greatest number beside a type, maxTag the greatest type without a name before it:
// texts are no elements.
const maxID, maxTag = 255, 31

// maxDepth is how deep elements are within others, and MaxValues how many values there are in a
// row at most.
const maxDepth, MaxValues = 5, 4096

// Elements reads those at an offset up to the end, or to the one that ends them: where that is, -1
// if there are none.
func (r *Reader) Elements(b []byte, at, end int, seen *Seen) int {
	if r.depth == maxDepth {
		return -1
	}
	r.depth++
	defer func() { r.depth-- }()
	for r.Stop || at < end {
		start := at
		if at = r.skip(b, at, end, r.Front, seen); at < 0 || at >= end {
			return -1
		}
		typ := b[at]
		at++
		if typ == 0 {
			if !r.Stop {
				return -1
			}
			r.proof.stops()
			return at
		}
		idAt := at
		if r.Named {
			n := bytes.IndexByte(b[at:end], 0)
			if n < 1 || !text.Is(b[at:at+n]) {
				return -1
			}
			at += n + 1
			seen.name(b[idAt : at-1])
		}
		if r.Letter && !text.Letter(typ) || !r.Letter && r.Front == 0 && typ > maxTag {
			return -1
		}
		if at += r.ID; at > end || r.ID == 2 && model.Uint(b[idAt:at], r.Order) > maxID {
			return -1
		}
		if r.ID > 0 {
			seen.id(b[idAt:at])
		}
		r.proof.begins(typ, b[start:at], r.Look)
		if at = r.value(typ, b, at, end, seen.of(typ)); at < 0 {
			return -1
		}
	}
	return at
}

// skip is where a name with a length of so many bytes before it ends, -1 if there is none.
func (r *Reader) skip(b []byte, at, end, size int, seen *Seen) int {
	if size == 0 {
		return at
	}
	from, to, ok := r.counted(b, at, end, size)
	if !ok || from == to || !text.Is(b[from:to]) || !text.Letters(b[from:to]) {
		return -1
	}
	seen.name(b[from:to])
	return to
}

// counted are where bytes begin and end with their number before them.
func (r *Reader) counted(b []byte, at, end, size int) (from, to int, ok bool) {
	from = at + size
	if from > end {
		return 0, 0, false
	}
	n := model.Uint(b[at:from], r.Order)
	if n > uint64(end-from) {
		return 0, 0, false
	}
	return from, from + int(n), true
}

// value reads one of a type: where it ends, -1 if it can't be there.
func (r *Reader) value(typ byte, b []byte, at, end int, seen *TypeSeen) int {
	if r.Budget--; r.Budget < 0 {
		return -1
	}
	f := r.Forms[typ]
	r.used[typ] = true
	switch f.How {
	case Unknown:
		r.asked, r.askedAt = int(typ), at
		return -1
	case Plain:
		if f.Size > end-at {
			return -1
		}
		seen.value(b[at : at+f.Size])
		r.proof.value(typ, f, b[at:at+f.Size])
		return at + f.Size
	case Pair:
		if at = r.skip(b, at, end, 1, nil); at < 0 {
			return -1
		}
		fallthrough
	case Counted:
		from, to, ok := r.counted(b, at, end, f.Size)
		if !ok {
			return -1
		}
		seen.value(b[from:to])
		r.proof.value(typ, f, b[from:to])
		return to
	case Numbers:
		if at >= end || int(b[at])*EachNumber > end-at-f.Size {
			return -1
		}
		to := at + f.Size + int(b[at])*EachNumber
		seen.value(b[at+f.Size : to])
		r.proof.value(typ, f, b[at:to])
		return to
	case Ended:
		n := bytes.IndexByte(b[at:end], 0)
		if n < 1 || !text.Is(b[at:at+n]) {
			return -1
		}
		seen.value(b[at : at+n])
		r.proof.value(typ, f, b[at:at+n])
		return at + n + 1
	case List, Map:
		return r.list(f, b, at, end, seen)
	}
	return r.nested(typ, f, b, at, end, seen)
}

// nested reads elements, or bare values, within the value of another.
func (r *Reader) nested(typ byte, f Form, b []byte, at, end int, seen *TypeSeen) int {
	if f.Size == 0 {
		r.proof.value(typ, f, nil)
		return r.Elements(b, at, end, seen.Within())
	}
	from, to, ok := r.counted(b, at, end, f.Size)
	if f.How == Own && ok {
		to -= f.Size
	}
	if !ok || to < from {
		return -1
	}
	r.proof.value(typ, f, b[from:to])
	if f.How != Bare {
		if r.Elements(b, from, to, seen.Within()) != to {
			return -1
		}
		return to
	}
	if r.depth == maxDepth {
		return -1
	}
	r.depth++
	defer func() { r.depth-- }()
	inner := seen.Within()
	for at = from; at < to; {
		typ := b[at]
		if r.Forms[typ].How == Unknown { // that alone tells none
			return -1
		}
		r.proof.begins(typ, b[at:at+1], r.Look)
		if at = r.value(typ, b, at+1, to, inner.of(typ)); at < 0 {
			return -1
		}
	}
	return to
}

// list reads values whose types are told once for all.
func (r *Reader) list(f Form, b []byte, at, end int, seen *TypeSeen) int {
	types := 1
	if f.How == Map {
		types = 2
	}
	from := at + types + f.Size
	if from > end || r.depth == maxDepth {
		return -1
	}
	n := model.Uint(b[at+types:from], r.Order)
	if n > uint64(end-from) {
		return -1
	}
	r.depth++
	defer func() { r.depth-- }()
	of := b[at : at+types]
	inner := seen.listed(of)
	r.proof.listed(of, int(n))
	at = from
	for range n {
		for i, typ := range of {
			if at = r.value(typ, b, at, end, inner.at(i)); at < 0 {
				return -1
			}
		}
	}
	return at
}
