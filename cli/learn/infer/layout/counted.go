package layout

import (
	"bytes"
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// form is how the elements of an array look: bytes in front of a part of variable size, which may
// be none, a part of fixed size behind it, and maybe an array.
type form struct {
	lead   int           // bytes
	prefix *model.Prefix // of a text or bytes, nil if a NUL ends it or there is none
	until  bool          // a NUL ends it
	fixed  int

	number *model.Prefix // of elements of the array, nil if there is none
	inner  *form         // those elements
}

// end is where an element ends that begins at an offset, -1 if there is none, and where the variable
// part of it does.
func (f *form) end(b []byte, at int, reads *Budget) (variable, end int) {
	variable, end = f.flat(b, at)
	if f.number == nil || end < 0 {
		return variable, end
	}
	n, end, ok := f.count(b, end)
	if !ok {
		return variable, -1
	}
	return variable, f.inner.behind(b, end, n, reads)
}

// behind is where so many elements end of which the first begins at an offset, -1 if there are not
// so many.
func (f *form) behind(b []byte, at, n int, reads *Budget) int {
	if f.prefix == nil && !f.until && f.number == nil {
		if at += n * (f.lead + f.fixed); at > len(b) {
			return -1
		}
		return at
	}
	for range n {
		if _, at = f.end(b, at, reads); at < 0 || !reads.spend() {
			return -1
		}
	}
	return at
}

// count reads the number of elements at an offset: how many, and where the first one begins.
func (f *form) count(b []byte, at int) (n, start int, ok bool) {
	if at+f.number.Size > len(b) {
		return 0, 0, false
	}
	start = at + f.number.Size
	v := model.Uint(b[at:start], f.number.Order)
	if v > uint64(len(b)-start) {
		return 0, 0, false
	}
	return int(v), start, true
}

// flat is the end of an element without its array.
func (f *form) flat(b []byte, at int) (variable, end int) {
	at += f.lead
	switch {
	case f.prefix != nil:
		if at+f.prefix.Size > len(b) {
			return 0, -1
		}
		n := model.Uint(b[at:at+f.prefix.Size], f.prefix.Order)
		if f.prefix.Size == 4 && n == 1<<32-1 { // -1
			n = 0
		}
		if n > uint64(len(b)) {
			return 0, -1
		}
		at += f.prefix.Size + int(n)
	case f.until:
		n := bytes.IndexByte(b[min(at, len(b)):], 0)
		if n < 0 || !text.Is(b[at:at+n]) {
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
	return x.arrays(v, at)
}

// arrays finds an array of elements with a name and an array.
func (x *layer) arrays(v view, at int) (element, bool) {
	for _, size := range []int{4, 2, 1} {
		if counts, ok := x.counts(v, at, size); ok {
			if e, ok := x.ofArrays(v, at, size, counts); ok {
				return e, true
			}
		}
	}
	return element{}, false
}

// lettersInAll reports whether all are texts of letters.
func lettersInAll(texts [][]byte) bool {
	for _, t := range texts {
		if len(t) < 2 || !text.Is(t) || !text.Letters(t) {
			return false
		}
	}
	return true
}

// maxInner is how many bytes an element has at most of an array within the elements of another.
const maxInner = 40

// ofArrays finds one with these numbers of elements.
func (x *layer) ofArrays(v view, at, size int, counts []int) (element, bool) {
	number := &model.Prefix{Size: size, Order: x.order}
	for _, p := range x.prefixes {
		for _, lead := range []int{0, 2, 4} {
			for _, fixed := range []int{0, 1, 2, 4} {
				outer := form{lead: lead, prefix: &p, fixed: fixed, number: number}
				if !outer.begins(v, at+size, counts) {
					continue // whatever is in its array
				}
				for width := 2; width <= maxInner; width++ {
					outer.inner = &form{fixed: width}
					if e, ok := x.arrayOf(v, at, size, counts, &outer); ok {
						return e, true
					}
				}
				for _, behind := range []int{0, 2, 4} {
					outer.inner = &form{prefix: &p, fixed: behind}
					if e, ok := x.arrayOf(v, at, size, counts, &outer); ok {
						return e, true
					}
				}
			}
		}
	}
	return element{}, false
}

// begins reports whether the first element of each row, if there is one, may be there but for its array.
func (f *form) begins(v view, at int, counts []int) bool {
	for i, row := range v.rows {
		if counts[i] == 0 {
			continue
		}
		_, end := f.flat(row, at)
		if end < 0 {
			return false
		}
		if _, _, ok := f.count(row, end); !ok {
			return false
		}
	}
	return true
}

// parts are those of elements.
type parts struct {
	leads, texts, fixed [][]byte
	inner               *parts
}

// add adds an element, which is there.
func (p *parts) add(f *form, b []byte, at int) {
	variable, end := f.flat(b, at)
	if f.prefix != nil {
		p.texts = append(p.texts, b[at+f.lead+f.prefix.Size:variable])
	}
	p.leads = append(p.leads, b[at:at+f.lead])
	p.fixed = append(p.fixed, b[variable:end])
	if f.number == nil {
		return
	}
	if p.inner == nil {
		p.inner = &parts{}
	}
	n, at, _ := f.count(b, end)
	for range n {
		p.inner.add(f.inner, b, at)
		_, at = f.inner.end(b, at, nil)
	}
}

// everyPrefix are all in the protocol's byte order.
func (x *layer) everyPrefix() []model.Prefix {
	return []model.Prefix{{Size: 4, Order: x.order}, {Size: 2, Order: x.order}, {Size: 1}}
}

// counts are the numbers at an offset, if they can be numbers of elements.
func (x *layer) counts(v view, at, size int) ([]int, bool) {
	counts := make([]int, len(v.rows))
	most, differ := 0, false
	for i, row := range v.rows {
		if at+size > len(row) {
			return nil, false
		}
		n := model.Uint(row[at:at+size], x.order)
		if n > uint64(len(row)-at-size) {
			return nil, false
		}
		counts[i] = int(n)
		most, differ = max(most, int(n)), differ || counts[i] != counts[0]
	}
	return counts, most >= 2 && differ
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
	tail := 0
	for i, row := range v.rows { // what refutes it comes first
		end := f.behind(row, at+size, counts[i], x.reads)
		if i == 0 {
			tail = len(row) - end
		}
		if end < 0 || tail > maxTail || len(row)-end != tail {
			return element{}, false
		}
	}
	e := element{sizes: make([]int, len(v.rows))}
	all := &parts{}
	total := 0
	for i, row := range v.rows {
		p := at + size
		for range counts[i] {
			_, end := f.end(row, p, nil)
			all.add(f, row, p)
			p = end
			total++
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
	if f.number != nil && (all.inner == nil || len(all.inner.fixed) <= total || !lettersInAll(all.texts)) {
		return e, false // arrays of no more than one element prove nothing, nor do those of what has no name
	}
	array.Items = f.items(x, all, evidence)
	e.fields = []model.Field{count, array}
	return e, true
}

// items are the fields of elements that have these parts.
func (f *form) items(x *layer, all *parts, evidence string) (items []model.Field) {
	total := len(all.fixed)
	inner := x.inner("length", "value", "text", "count", "array")
	flat := func(rows [][]byte, n int) {
		pieces, _ := segment.Divide(column.Of(column.Sample(rows, claim.MaxRows), n), 0, x.style, nil)
		for _, p := range pieces {
			items = append(items, inner.field(rows, p, -1))
		}
	}
	if f.lead > 0 {
		flat(all.leads, f.lead)
	}
	switch {
	case f.prefix != nil:
		typ := model.Text
		for _, t := range all.texts {
			if !text.Is(t) {
				typ = model.Bytes
			}
		}
		items = append(items,
			model.Field{Name: "length", Type: model.Length, Order: f.prefix.Order, Size: model.Size{How: model.SizeFixed, N: f.prefix.Size}, Sure: 0.9, Evidence: evidence, Held: total, Of: total, Ref: &model.Ref{What: "field", Field: "value", Scale: 1}},
			model.Field{Name: "value", Type: typ, Size: model.Size{How: model.SizeBy, By: "length", Scale: 1, None: f.prefix.Size == 4}, Sure: 0.9, Evidence: evidence, Held: total, Of: total})
	case f.until:
		items = append(items, model.Field{Name: "text", Type: model.Text, Size: model.Size{How: model.SizeUntil}, Sure: 0.9, Evidence: evidence, Held: total, Of: total})
	}
	if f.fixed > 0 {
		flat(all.fixed, f.fixed)
	}
	if f.number == nil {
		return items
	}
	count := model.Field{
		Name: "count", Type: model.Count, Size: model.Size{How: model.SizeFixed, N: f.number.Size}, Sure: 0.9, Evidence: evidence, Held: total, Of: total,
		Ref: &model.Ref{What: "field", Field: "array"},
	}
	if f.number.Size > 1 {
		count.Order = f.number.Order
	}
	return append(items, count, model.Field{
		Name: "array", Type: model.Array, Size: model.Size{How: model.SizeItems}, Repeat: &model.Repeat{By: "count"}, Sure: 0.9, Evidence: evidence,
		Held: total, Of: total, Items: f.inner.items(x, all.inner, evidence),
	})
}

// inner makes the fields of elements, in which some names are taken.
func (x *layer) inner(taken ...string) *layer {
	inner := &layer{style: x.style, order: x.order, selectors: map[int]bool{}, names: Names{}, prefixes: x.prefixes, reads: x.reads}
	for _, name := range taken {
		inner.names[name] = 1
	}
	return inner
}
