package infer

import (
	"bytes"
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// form is how the elements of an array look: a part of variable size, which may be none,
// and a part of fixed size behind it.
type form struct {
	prefix *prefix // of a text or bytes, nil if a NUL ends it or there is none
	until  bool    // a NUL ends it
	fixed  int
}

// end is where an element ends that begins at an offset, -1 if there is none.
func (f *form) end(b []byte, at int) (variable, end int) {
	switch {
	case f.prefix != nil:
		if at+f.prefix.size > len(b) {
			return 0, -1
		}
		n := model.Uint(b[at:at+f.prefix.size], f.prefix.order)
		if f.prefix.size == 4 && n == 1<<32-1 { // -1
			n = 0
		}
		if n > uint64(len(b)) {
			return 0, -1
		}
		at += f.prefix.size + int(n)
	case f.until:
		n := bytes.IndexByte(b[min(at, len(b)):], 0)
		if n < 0 || !isText(b[at:at+n]) {
			return 0, -1
		}
		at += n + 1
	}
	if at+f.fixed > len(b) {
		return 0, -1
	}
	return at, at + f.fixed
}

// counted finds an array that fills each row to its end, or nearly so, with the number of
// its elements before it.
func (x *layer) counted(v view, at int) (element, bool) {
	for _, size := range []int{4, 2, 1} {
		counts, ok := x.counts(v, at, size)
		if !ok {
			continue
		}
		if e, ok := x.ofFixed(v, at, size, counts); ok {
			return e, true
		}
		for _, p := range x.everyPrefix() {
			for _, fixed := range []int{0, 1, 2, 4, 8} {
				if e, ok := x.arrayOf(v, at, size, counts, &form{prefix: &p, fixed: fixed}); ok {
					return e, true
				}
			}
		}
		for fixed := range 33 {
			if e, ok := x.arrayOf(v, at, size, counts, &form{until: true, fixed: fixed}); ok {
				return e, true
			}
		}
	}
	return element{}, false
}

// everyPrefix are all in the protocol's byte order.
func (x *layer) everyPrefix() []prefix {
	return []prefix{{size: 4, order: x.order}, {size: 2, order: x.order}, {size: 1}}
}

// counts are the numbers at an offset, if they can be numbers of elements.
func (x *layer) counts(v view, at, size int) ([]int, bool) {
	counts := make([]int, len(v.rows))
	most, distinct := 0, map[int]bool{}
	for i, row := range v.rows {
		if at+size > len(row) {
			return nil, false
		}
		n := model.Uint(row[at:at+size], x.order)
		if n > uint64(len(row)-at-size) {
			return nil, false
		}
		counts[i] = int(n)
		most = max(most, int(n))
		distinct[int(n)] = true
	}
	return counts, most >= 2 && len(distinct) >= 2
}

// ofFixed finds an array of elements of one size.
func (x *layer) ofFixed(v view, at, size int, counts []int) (element, bool) {
	width := 0
	for i, row := range v.rows {
		left := len(row) - at - size
		if counts[i] == 0 {
			if left != 0 {
				return element{}, false
			}
			continue
		}
		w := left / counts[i]
		if w*counts[i] != left || w == 0 || width > 0 && w != width {
			return element{}, false
		}
		width = w
	}
	if width < 2 { // of bytes, it is a length
		return element{}, false
	}
	return x.arrayOf(v, at, size, counts, &form{fixed: width})
}

// maxTail is how many bytes may be between the end of an array and that of the frame, as
// many in each.
const maxTail = 8

// arrayOf finds an array of elements of a form.
func (x *layer) arrayOf(v view, at, size int, counts []int, f *form) (element, bool) {
	e := element{sizes: make([]int, len(v.rows))}
	var fixed, texts [][]byte
	total, tail := 0, 0
	for i, row := range v.rows {
		p := at + size
		for range counts[i] {
			variable, end := f.end(row, p)
			if end < 0 {
				return e, false
			}
			if f.prefix != nil && variable <= len(row) {
				texts = append(texts, row[p+f.prefix.size:variable])
			}
			fixed = append(fixed, row[variable:end])
			p = end
			total++
		}
		if i == 0 {
			tail = len(row) - p
		}
		if tail > maxTail || len(row)-p != tail {
			return e, false
		}
		e.sizes[i] = p
	}
	evidence := fmt.Sprintf("so many elements fill all of %d frames to their end, %d in all", len(v.rows), total)
	count := model.Field{
		Name: x.name("count"), Type: model.Count, Size: model.Size{How: model.SizeFixed, N: size}, Sure: 0.9,
		Evidence: evidence, Held: len(v.rows), Of: len(v.rows),
	}
	if size > 1 {
		count.Order = x.order
	}
	array := model.Field{
		Name: x.name("array"), Type: model.Array, Size: model.Size{How: model.SizeItems},
		Repeat: &model.Repeat{By: count.Name}, Sure: 0.9, Evidence: evidence, Held: len(v.rows), Of: len(v.rows),
	}
	count.Ref = &model.Ref{What: "field", Field: array.Name}
	array.Items = f.items(x, texts, fixed, evidence)
	e.fields = []model.Field{count, array}
	return e, true
}

// items are the fields of elements, which have these texts or bytes, and these parts of fixed size.
func (f *form) items(x *layer, texts, fixed [][]byte, evidence string) (items []model.Field) {
	total := len(fixed)
	switch {
	case f.prefix != nil:
		typ := model.Text
		for _, t := range texts {
			if !isText(t) {
				typ = model.Bytes
			}
		}
		items = append(items,
			model.Field{Name: "length", Type: model.Length, Order: f.prefix.order, Size: model.Size{How: model.SizeFixed, N: f.prefix.size}, Sure: 0.9, Evidence: evidence, Held: total, Of: total, Ref: &model.Ref{What: "field", Field: "value", Scale: 1}},
			model.Field{Name: "value", Type: typ, Size: model.Size{How: model.SizeBy, By: "length", Scale: 1, None: f.prefix.size == 4}, Sure: 0.9, Evidence: evidence, Held: total, Of: total})
	case f.until:
		items = append(items, model.Field{Name: "text", Type: model.Text, Size: model.Size{How: model.SizeUntil}, Sure: 0.9, Evidence: evidence, Held: total, Of: total})
	}
	if f.fixed > 0 {
		inner := x.inner("length", "value", "text")
		cols := columns(sample(fixed, maxRows), f.fixed)
		pieces, _ := segment(cols, 0, x.style, nil)
		for _, p := range pieces {
			items = append(items, inner.field(fixed, p, -1))
		}
	}
	return items
}

// inner makes the fields of elements, in which some names are taken.
func (x *layer) inner(taken ...string) *layer {
	inner := &layer{style: x.style, order: x.order, selectors: map[int]bool{}, names: map[string]int{}, prefixes: x.prefixes}
	for _, name := range taken {
		inner.names[name] = 1
	}
	return inner
}
