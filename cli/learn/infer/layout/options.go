package layout

import (
	"fmt"
	"hash/maphash"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// option is how an element of type, length and value looks, or one of length and value.
type option struct {
	typ, length int // bytes, 0 without a type; more than a number has are a head of several fields
	order       model.Order
	counts      int  // bytes before the value that the length counts too
	align       int  // each begins at a multiple, from where the first one begins
	before      bool // the length comes first
}

// optionForms are all that are tried.
var optionForms = func() []option {
	var list []option
	for _, sizes := range [][2]int{
		{4, 4}, {2, 2}, {1, 1}, {1, 2}, {2, 1}, {1, 4}, {2, 4}, {0, 4}, {0, 2}, {0, 1},
		{5, 3}, {3, 1}, {4, 2}, {6, 2}, {8, 2}, {10, 2}, {12, 2}, {8, 4}, {12, 4}, {16, 4},
	} {
		for _, order := range []model.Order{model.Big, model.Little} {
			if sizes[1] == 1 && sizes[0] < 2 && order == model.Little {
				continue
			}
			for _, align := range []int{1, 4, 8} {
				for _, all := range []bool{false, true} {
					o := option{typ: sizes[0], length: sizes[1], order: order, align: align}
					if all {
						o.counts = o.typ + o.length
					}
					if align < 8 {
						list = append(list, o)
					}
					if o.typ > 0 && (all && align < 8 || o.typ == o.length && o.typ > 1) {
						o.before = true
						list = append(list, o)
					}
				}
			}
		}
	}
	return list
}()

// read reads one element: its type and where its value begins and ends, padding not
// counted.
func (o *option) read(b []byte, at int) (typ uint64, from, to int, ok bool) {
	head := o.typ + o.length
	if at+head > len(b) {
		return 0, 0, 0, false
	}
	t, l := b[at:at+o.typ], b[at+o.typ:at+head]
	if o.before {
		l, t = b[at:at+o.length], b[at+o.length:at+head]
	}
	n := model.Uint(l, o.order)
	if o.length == 4 && n == 1<<32-1 {
		return model.Uint(t, o.order), at + head, at + head, true
	}
	if n > uint64(len(b)) || int(n) < o.counts {
		return 0, 0, 0, false
	}
	from, to = at+head, at+head+int(n)-o.counts
	if to > len(b) {
		return 0, 0, 0, false
	}
	return model.Uint(t, o.order), from, to, true
}

// headed reports whether there are several fields beside the length.
func (o *option) headed() bool { return o.typ == 3 || o.typ > 4 || o.typ == 4 && o.length == 2 }

// next is where the element behind one that ends at an offset begins.
func (o *option) next(to, start, length int) int {
	if o.align > 1 {
		to = start + (to-start+o.align-1)/o.align*o.align
		to = min(to, length)
	}
	return to
}

// options finds elements of type, length and value, or of length and value, that follow
// each other to the end of each row.
func (x *layer) options(v view, at int) (element, bool) {
	if e, ok := x.optionsOf(v, at, false, false); ok {
		return e, true
	}
	return x.chain(v, at)
}

// chain finds options that prove themselves by how many of them fill each row to its end, in
// whatever byte order and if all rows are alike.
func (x *layer) chain(v view, at int) (element, bool) { return x.optionsOf(v, at, false, true) }

// records finds elements of several fields, of which the last is the length of the value
// behind it.
func (x *layer) records(v view, at int) (element, bool) { return x.optionsOf(v, at, true, false) }

func (x *layer) optionsOf(v view, at int, headed, chain bool) (element, bool) {
	for i := range optionForms {
		o := &optionForms[i]
		if o.length > 1 && o.order != x.order && !chain || chain && (o.length == 1 || o.typ == 0) {
			continue
		}
		if o.length == threeBytes && !x.framedByThree() || o.length != threeBytes && o.headed() != headed {
			continue // the length of messages speaks for those of three bytes as for others without several fields beside it
		}
		if e, ok := x.optionsLike(v, at, o, chain); ok {
			return e, true
		}
	}
	return element{}, false
}

// threeBytes are those of lengths that elements have only where messages have such lengths.
const threeBytes = 3

// framedByThree reports whether the length of a message has three bytes.
func (x *layer) framedByThree() bool {
	return slices.ContainsFunc(x.claims, func(c claim.Claim) bool { return c.Frames && c.Size == threeBytes })
}

// The bounds of a chain: how many elements each row has at least, how many bytes of lengths, and
// how many bytes it has at most.
const leastChain, leastLengths, maxChain = 3, 8, 1 << 14

// manyEmpty is how many elements without a value there may be while most have none.
const manyEmpty = 64

// fill reports whether such elements fill all rows from an offset on, which is fast to tell.
func (o *option) fill(v view, at int, chain bool, reads *Budget) bool {
	total, empty := 0, 0
	for i, row := range v.rows {
		if chain && len(row) > maxChain || (v.at[i]+at)%o.align != 0 { // multiples count from the start of the frame
			return false
		}
		for p := at; p < len(row); total++ {
			_, from, to, ok := o.read(row, p)
			if !ok || !reads.spend() {
				return false
			}
			next := o.next(to, at, len(row))
			if !column.AllZero(row[to:next]) {
				return false
			}
			if to == from {
				if empty++; empty > manyEmpty && empty*2 > total {
					return false // zeros, of which there may be many
				}
			}
			p = next
		}
	}
	return true
}

// filling is what options are like that fill rows from an offset to their end.
type filling struct {
	element
	total, empty, padded int             // elements, those without a value, and those with padding
	several              int             // rows with more than one
	again                int             // elements of the type of the one before
	types, firsts        map[uint64]int  // elements by their types, and the first ones of rows
	lengths              map[int]bool    // of values
	rows                 map[uint64]bool // that are different
	heads                [][]byte        // what is beside the length, if that is several fields
	values               valuesOf
}

// gather reads the options that fill rows from an offset on.
func (o *option) gather(v view, at int) *filling {
	f := &filling{
		element: element{sizes: make([]int, len(v.rows))}, types: map[uint64]int{}, firsts: map[uint64]int{},
		lengths: map[int]bool{}, rows: map[uint64]bool{}, values: valuesOf{},
	}
	for i, row := range v.rows {
		n, last := 0, uint64(0)
		for p := at; p < len(row); n++ {
			t, from, to, _ := o.read(row, p)
			next := o.next(to, at, len(row))
			if next > to {
				f.padded++
			}
			if f.types[t]++; n > 0 && t == last {
				f.again++
			}
			if n == 0 {
				f.firsts[t]++
			}
			last = t
			if o.headed() || o.typ == 2 {
				f.heads = append(f.heads, o.head(row[p:]))
			}
			f.values.add(t, row[from:to])
			f.lengths[to-from] = true
			if to == from {
				f.empty++
			}
			p = next
		}
		f.total += n
		f.count(n)
		if n > 1 {
			f.several++
		}
		f.sizes[i] = len(row)
		f.rows[maphash.Bytes(column.Seed, row[at:])] = true
	}
	return f
}

// optionsLike finds options that look so, if that is proved.
func (x *layer) optionsLike(v view, at int, o *option, chain bool) (element, bool) {
	if !o.fill(v, at, chain, x.reads) {
		return element{}, false
	}
	if x.textEnds(v, at, o) {
		return element{}, false
	}
	f := o.gather(v, at)
	proved := f.proved
	if chain {
		proved = f.provedAsChain
	}
	if !proved(o, v, at) {
		return element{}, false
	}
	if !x.trying {
		x.seen.add(o, f.types)
	}
	return f.made(x, o), true
}

// textEnds reports whether all rows are two such elements, of which the second is rather a text whose length a wider number tells, as
// other texts of the protocol have it: its upper bytes are none of a type, or of the value before that.
func (x *layer) textEnds(v view, at int, o *option) bool {
	if len(x.prefixes) == 0 || x.prefixes[0].Size <= o.length || o.typ == 0 {
		return false
	}
	prefix := x.prefixes[0]
	for _, row := range v.rows {
		n, last := 0, 0
		for p := at; p < len(row); n++ {
			_, from, to, _ := o.read(row, p)
			last, p = from, o.next(to, at, len(row))
		}
		size := len(row) - last
		if n != 2 || last-prefix.Size < at || size < leastTold || model.Uint(row[last-prefix.Size:last], prefix.Order) != uint64(size) || !text.Is(row[last:]) {
			return false
		}
	}
	return true
}

// made is the element of such options.
func (f *filling) made(x *layer, o *option) element {
	f.fields = []model.Field{o.field(x, f.heads, f.values, f.total, len(f.rows), filled(f.total, len(f.rows)))}
	return f.element
}

// misread reports whether options seem to begin, or to be filled up, where they are not.
func (f *filling) misread(o *option, v view) bool {
	return o.align > 1 && f.padded == 0 || o.typ > 1 && !o.headed() && f.several*2 > len(v.rows) && strangeFirsts(f.firsts, f.types, len(v.rows))
}

// provedAsChain reports whether how many options fill each row proves them.
func (f *filling) provedAsChain(o *option, v view, _ int) bool {
	return !f.misread(o, v) && f.fewest >= leastChain && f.fewest*o.length >= leastLengths && f.empty*4 <= f.total && len(f.lengths) >= 2 && f.again*4 <= f.total
}

// proved reports whether rows that are not of one length prove options.
func (f *filling) proved(o *option, v view, at int) bool {
	switch {
	case f.misread(o, v), f.most < 2, len(f.rows) < 2, f.total < 4, f.empty*3 > f.total, len(f.lengths) < 2:
		return false
	case o.length == 1 && (len(f.rows) < 3 || f.total < 8 || f.empty*6 > f.total):
		return false
	case o.headed():
		return f.several >= 3 && f.several*4 >= len(v.rows) && f.total >= 12 && len(f.lengths) >= 3 && f.empty*6 <= f.total
	case o.typ > 0 && (len(f.types) < 2 || len(f.types)*5 > f.total*2+5):
		return false
	case o.typ == 0 && o.length == 1:
		return f.empty == 0 && f.element.total(v, at) >= f.total*4
	}
	return true
}

// strangeTypes is how many types of first elements that no other element has show that these are none.
const strangeTypes = 3

// strangeFirsts reports whether the first elements of most rows have types that no other element has, and several such: they are
// rather fields before the elements, such as a number of the message and a zero.
func strangeFirsts(firsts, types map[uint64]int, rows int) bool {
	strange, in := 0, 0
	for t, n := range firsts {
		if types[t] == n {
			strange++
			in += n
		}
	}
	return strange >= strangeTypes && in*2 > rows
}

// filled says that elements go to the end of frames.
func filled(total, rows int) string {
	return fmt.Sprintf("%d elements fill all of %d different frames to their end", total, rows)
}

// total is how many bytes there are in all rows from an offset to the end of the element.
func (e *element) total(v view, at int) int {
	n := 0
	for i := range v.rows {
		n += e.sizes[i] - at
	}
	return n
}

// field is the field of such elements.
func (o *option) field(x *layer, heads [][]byte, values valuesOf, total, rows int, evidence string) model.Field {
	f := model.Field{Name: x.name("elements"), Type: model.Array, Size: model.Size{How: model.SizeItems}, Repeat: &model.Repeat{}, Sure: 0.85, Evidence: evidence, Held: rows, Of: rows}
	switch {
	case o.several():
		f.Name = x.name("records")
	case o.typ > 0:
		f.Name, f.Type = x.name("options"), model.TLV
	}
	f.Items = o.items(x, heads, values, total, evidence, 0)
	return f
}

// several reports whether what is beside the length is looked at for several fields.
func (o *option) several() bool { return o.headed() || o.typ == 2 && o.length == 1 }

// head is what is beside the length of the element that begins b.
func (o *option) head(b []byte) []byte {
	if o.before {
		return b[o.length : o.length+o.typ]
	}
	return b[:o.typ]
}

// items are the fields of an element, which may be in so many others.
func (o *option) items(x *layer, heads [][]byte, values valuesOf, total int, evidence string, depth int) []model.Field {
	length := model.Field{Name: "length", Type: model.Length, Order: o.order, Size: model.Size{How: model.SizeFixed, N: o.length}, Sure: 0.9, Evidence: evidence, Held: total, Of: total,
		Ref: &model.Ref{What: "field", Field: "value", Scale: 1, Add: -o.counts}}
	if o.length == 1 {
		length.Order = model.None
	}
	size := model.Size{How: model.SizeBy, By: "length", Scale: 1, Add: -o.counts, None: o.length == 4}
	rest := []model.Field{{Name: "value", Type: model.Bytes, Size: size, Sure: 0.8, Evidence: evidence, Held: total, Of: total}}
	var head []model.Field
	switch {
	case o.several():
		inner := x.inner("length", "value")
		pieces, _ := segment.Divide(column.Of(column.Sample(heads, claim.MaxRows), o.typ), 0, x.style, nil)
		for _, p := range pieces {
			head = append(head, inner.field(heads, p, 0))
		}
	case o.typ > 0:
		head = o.typeFields(heads, total, evidence)
		rest = o.nested(x, values, size, evidence, head[0].Size.N, depth, rest)
		rest = o.texts(rest, values, head[0].Size.N)
		rest = o.structures(x, rest, values, head[0].Size.N)
	}
	items := append(append(head[:len(head):len(head)], length), rest...)
	if o.before && len(head) > 0 {
		items = append(append([]model.Field{length}, head...), rest...)
	}
	if o.align > 1 {
		items = append(items, model.Field{Name: "padding", Type: model.Padding, Size: model.Size{How: model.SizeAlign, N: o.align}, Sure: 0.8, Evidence: evidence, Held: total, Of: total})
	}
	return items
}

// typeFields are the type and, where the second of its two bytes is always zero, what is reserved.
func (o *option) typeFields(heads [][]byte, total int, evidence string) []model.Field {
	typ := model.Field{Name: "type", Type: model.Enum, Order: o.order, Size: model.Size{How: model.SizeFixed, N: o.typ}, Sure: 0.8, Evidence: evidence, Held: total, Of: total}
	if o.typ == 1 {
		typ.Order = model.None
	}
	if o.typ != 2 || o.order != model.Big || len(heads) == 0 {
		return []model.Field{typ}
	}
	if first, second := column.At(heads, 0), column.At(heads, 1); !second.Zero() || first.Constant() {
		return []model.Field{typ}
	}
	typ.Size.N, typ.Order = 1, model.None
	return []model.Field{typ, {
		Name: "reserved", Type: model.Padding, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.7,
		Evidence: fmt.Sprintf("zero in all of %d elements", total), Held: total, Of: total,
	}}
}
