package infer

import (
	"bytes"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// tagged is how elements look of which one byte, their type, tells the form of the value behind.
type tagged struct {
	order model.Order
	front int  // bytes of the length of a name in front of the type, 0 without one
	named bool // a name that a NUL ends is behind the type
	id    int  // bytes of a number behind the type
	stop  bool // the elements end with one that is a type of 0 and nothing else

	letter bool // types are letters or digits, with nothing beside them
	alone  bool // nothing is beside the type, and some values are a name and what it stands for
}

// taggedLooks are all that are tried, but for their order.
var taggedLooks = []tagged{
	{front: 1}, {front: 2}, {named: true}, {named: true, stop: true},
	{id: 2, stop: true}, {id: 1, stop: true}, {id: 2},
}

// letteredLooks are those whose types are letters.
var letteredLooks = []tagged{{letter: true}}

// aloneLooks are those with types alone.
var aloneLooks = []tagged{{alone: true}}

// namedLooks are those with names.
var namedLooks = slices.DeleteFunc(slices.Clone(taggedLooks), func(t tagged) bool { return !t.texts() })

// valueForm is the form of the value of a type: what it is made of, and so many bytes of it or of
// its length.
type valueForm struct {
	how  valueHow
	size int
}

type valueHow int

const (
	unknownValue valueHow = iota
	plainValue            // so many bytes
	countedValue          // bytes with their number before them
	endedValue            // a text that a NUL ends
	innerValue            // elements that look the same, with the number of their bytes before them if there is no stop
	ownValue              // the same, and the number counts itself too
	bareValue             // values with the type of each before it, but nothing else, and the number of their bytes before all
	listValue             // a type, a number, and so many values of that type
	mapValue              // two types, a number, and so many pairs of values of those
	numbersValue          // a number, and so many numbers of four bytes
	pairValue             // a name with its length, a byte, before it, and bytes with their number before them
)

// eachNumber is how many bytes each of several numbers has.
const eachNumber = 4

// valueForms are all that are tried, those first that are refuted fastest.
func (t *tagged) valueForms() []valueForm {
	if t.alone {
		return []valueForm{{pairValue, 2}, {pairValue, 1}, {pairValue, 4}, {countedValue, 2}, {countedValue, 4}, {countedValue, 1}, {plainValue, 0}, {plainValue, 1}, {plainValue, 2}, {plainValue, 4}}
	}
	list := []valueForm{{countedValue, 4}, {countedValue, 2}, {plainValue, 4}, {plainValue, 8}, {plainValue, 1}, {plainValue, 2}, {countedValue, 1}}
	switch {
	case t.stop && t.named:
		list = append(list, valueForm{ownValue, 4})
	case t.stop:
		list = append(list, valueForm{innerValue, 0}, valueForm{listValue, 4}, valueForm{mapValue, 4})
	case t.texts():
		list = append(list, valueForm{innerValue, 4}, valueForm{bareValue, 4}, valueForm{innerValue, 2})
	}
	if t.letter {
		list = append(list, valueForm{plainValue, 6}, valueForm{numbersValue, 1})
	}
	if t.texts() || t.id > 0 || t.letter {
		list = append(list, valueForm{plainValue, 0})
	}
	return append(list, valueForm{endedValue, 0}, valueForm{plainValue, 16})
}

// valuesByType are the forms of values by their types.
type valuesByType [256]valueForm

// tagReader reads elements.
type tagReader struct {
	*tagged
	forms   *valuesByType
	budget  int       // values that may still be read
	asked   int       // the type whose form is not known, for which it failed; -1 if for another reason
	askedAt int       // where the value of that is
	used    [256]bool // types whose form was needed
	proof   *tagProof // gets to know of each value, nil if that is of no use
	depth   int
}

// maxID is the greatest number beside a type, maxTag the greatest type without a name before it:
// texts are no elements.
const maxID, maxTag = 255, 31

// maxTagDepth is how deep elements are within others, and maxTagged how many values there are in a
// row at most.
const maxTagDepth, maxTagged = 5, 4096

// elements reads those at an offset up to the end, or to the one that ends them: where that is, -1
// if there are none.
func (r *tagReader) elements(b []byte, at, end int, seen *tagSeen) int {
	if r.depth == maxTagDepth {
		return -1
	}
	r.depth++
	defer func() { r.depth-- }()
	for r.stop || at < end {
		start := at
		if at = r.skip(b, at, end, r.front, seen); at < 0 || at >= end {
			return -1
		}
		typ := b[at]
		at++
		if typ == 0 {
			if !r.stop {
				return -1
			}
			r.proof.stops()
			return at
		}
		idAt := at
		if r.named {
			n := bytes.IndexByte(b[at:end], 0)
			if n < 1 || !isText(b[at:at+n]) {
				return -1
			}
			at += n + 1
			seen.name(b[idAt : at-1])
		}
		if r.letter && !letter(typ) || !r.letter && r.front == 0 && typ > maxTag {
			return -1
		}
		if at += r.id; at > end || r.id == 2 && model.Uint(b[idAt:at], r.order) > maxID {
			return -1
		}
		if r.id > 0 {
			seen.id(b[idAt:at])
		}
		r.proof.begins(typ, b[start:at], r.tagged)
		if at = r.value(typ, b, at, end, seen.of(typ)); at < 0 {
			return -1
		}
	}
	return at
}

// skip is where a name with a length of so many bytes before it ends, -1 if there is none.
func (r *tagReader) skip(b []byte, at, end, size int, seen *tagSeen) int {
	if size == 0 {
		return at
	}
	from, to, ok := r.counted(b, at, end, size)
	if !ok || from == to || !isText(b[from:to]) || !letters(b[from:to]) {
		return -1
	}
	seen.name(b[from:to])
	return to
}

// counted are where bytes begin and end with their number before them.
func (r *tagReader) counted(b []byte, at, end, size int) (from, to int, ok bool) {
	from = at + size
	if from > end {
		return 0, 0, false
	}
	n := model.Uint(b[at:from], r.order)
	if n > uint64(end-from) {
		return 0, 0, false
	}
	return from, from + int(n), true
}

// value reads one of a type: where it ends, -1 if it can't be there.
func (r *tagReader) value(typ byte, b []byte, at, end int, seen *typeSeen) int {
	if r.budget--; r.budget < 0 {
		return -1
	}
	f := r.forms[typ]
	r.used[typ] = true
	switch f.how {
	case unknownValue:
		r.asked, r.askedAt = int(typ), at
		return -1
	case plainValue:
		if f.size > end-at {
			return -1
		}
		seen.value(b[at : at+f.size])
		r.proof.value(typ, f, b[at:at+f.size])
		return at + f.size
	case pairValue:
		if at = r.skip(b, at, end, 1, nil); at < 0 {
			return -1
		}
		fallthrough
	case countedValue:
		from, to, ok := r.counted(b, at, end, f.size)
		if !ok {
			return -1
		}
		seen.value(b[from:to])
		r.proof.value(typ, f, b[from:to])
		return to
	case numbersValue:
		if at >= end || int(b[at])*eachNumber > end-at-f.size {
			return -1
		}
		to := at + f.size + int(b[at])*eachNumber
		seen.value(b[at+f.size : to])
		r.proof.value(typ, f, b[at:to])
		return to
	case endedValue:
		n := bytes.IndexByte(b[at:end], 0)
		if n < 1 || !isText(b[at:at+n]) {
			return -1
		}
		seen.value(b[at : at+n])
		r.proof.value(typ, f, b[at:at+n])
		return at + n + 1
	case listValue, mapValue:
		return r.list(f, b, at, end, seen)
	}
	return r.nested(typ, f, b, at, end, seen)
}

// nested reads elements, or bare values, within the value of another.
func (r *tagReader) nested(typ byte, f valueForm, b []byte, at, end int, seen *typeSeen) int {
	if f.size == 0 {
		r.proof.value(typ, f, nil)
		return r.elements(b, at, end, seen.within())
	}
	from, to, ok := r.counted(b, at, end, f.size)
	if f.how == ownValue && ok {
		to -= f.size
	}
	if !ok || to < from {
		return -1
	}
	r.proof.value(typ, f, b[from:to])
	if f.how != bareValue {
		if r.elements(b, from, to, seen.within()) != to {
			return -1
		}
		return to
	}
	if r.depth == maxTagDepth {
		return -1
	}
	r.depth++
	defer func() { r.depth-- }()
	inner := seen.within()
	for at = from; at < to; {
		typ := b[at]
		if r.forms[typ].how == unknownValue { // that alone tells none
			return -1
		}
		r.proof.begins(typ, b[at:at+1], r.tagged)
		if at = r.value(typ, b, at+1, to, inner.of(typ)); at < 0 {
			return -1
		}
	}
	return to
}

// list reads values whose types are told once for all.
func (r *tagReader) list(f valueForm, b []byte, at, end int, seen *typeSeen) int {
	types := 1
	if f.how == mapValue {
		types = 2
	}
	from := at + types + f.size
	if from > end || r.depth == maxTagDepth {
		return -1
	}
	n := model.Uint(b[at+types:from], r.order)
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
