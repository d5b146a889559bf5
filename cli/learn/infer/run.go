package infer

import (
	"fmt"
	"hash/maphash"
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// item is how the elements of a run look: an option, or else a form.
type item struct {
	option *option
	form   *form
}

// itemForms are all that are tried in a byte order.
func itemForms(order model.Order) (list []item) {
	for i := range optionForms {
		if o := &optionForms[i]; o.typ > 0 && (o.order == order || o.length == 1) {
			list = append(list, item{option: o})
		}
	}
	for _, size := range []int{4, 2, 1} {
		for _, fixed := range []int{0, 1, 2, 4, 8} {
			list = append(list, item{form: &form{prefix: &prefix{size: size, order: order}, fixed: fixed}})
		}
	}
	for _, fixed := range []int{0, 1, 2, 4, 8} {
		list = append(list, item{form: &form{until: true, fixed: fixed}})
	}
	return list
}

// forms are itemForms of each order.
var forms = map[model.Order][]item{model.Big: itemForms(model.Big), model.Little: itemForms(model.Little)}

// fills reports whether elements fill bytes, however likely that is.
func (it *item) fills(b []byte) bool {
	for at, empty := 0, 0; at < len(b); {
		next := -1
		if it.form != nil {
			_, next = it.form.end(b, at)
		} else if _, _, to, ok := it.option.read(b, at); ok {
			next = it.option.next(to, 0, len(b))
		}
		if next <= at {
			return false
		}
		if next-at <= it.head() {
			if empty++; empty > manyEmpty {
				return false
			}
		}
		at = next
	}
	return true
}

// head is how many bytes an element has without a value.
func (it *item) head() int {
	switch {
	case it.option != nil:
		return it.option.typ + it.option.length
	case it.form.prefix != nil:
		return it.form.prefix.size + it.form.fixed
	}
	return 1 + it.form.fixed
}

// allFill reports the same of some of the runs, which is fast to tell.
func (it *item) allFill(runs [][]byte) bool {
	const some = 12
	for _, run := range sample(runs, some) {
		if !it.fills(run) {
			return false
		}
	}
	return true
}

// runProof is what speaks for runs being made of elements that look alike. Runs of one shape, which
// is the lengths of their elements, prove no more than one of them, and those that begin alike
// no more than that and how they go on.
type runProof struct {
	*item
	bits                          float64 // how unlikely elements are by chance, a logarithm to the base of 2
	ends                          float64 // how unlikely it is that they end just where runs do
	shapes                        map[uint64]bool
	runs                          int // that are not empty
	total, empty, padded, several int // elements; runs with more than one
	types                         map[uint64]bool
	lengths                       map[int]bool
	heads, texts, fixed           [][]byte // parts of elements
	values                        valuesOf // of options
}

var shapeSeed = maphash.MakeSeed()

// add looks at one more run. It reports false if elements don't fill it.
func (p *runProof) add(b []byte) bool {
	var shape maphash.Hash
	shape.SetSeed(shapeSeed)
	bits, n, last := 0.0, 0, 0
	for at := 0; at < len(b); n++ {
		next, size, weight, ok := p.element(b, at)
		if !ok || next <= at {
			return false
		}
		maphash.WriteComparable(&shape, size)
		if prefix := shape.Sum64(); !p.shapes[prefix] {
			p.shapes[prefix] = true
			bits += weight
		}
		p.lengths[size] = true
		if size == 0 {
			if p.empty++; p.empty > manyEmpty && p.empty*2 > p.total+n {
				return false // zeros, of which there may be many
			}
		}
		at, last = next, next-at
	}
	if n == 0 {
		return true
	}
	maphash.WriteComparable(&shape, -1)
	if end := shape.Sum64(); !p.shapes[end] {
		p.shapes[end] = true
		p.ends += min(log2(last), mostEnd)
	}
	p.runs++
	p.total += n
	p.bits += bits
	if n > 1 {
		p.several++
	}
	return true
}

// mostEnd is how many bits it speaks for a run that its last element ends where it does, at most.
const mostEnd = 5

// element reads the one at an offset: where the next begins, how many bytes its value has, and how
// much that there is one speaks for it.
func (p *runProof) element(b []byte, at int) (next, size int, bits float64, ok bool) {
	if f := p.form; f != nil {
		variable, end := f.end(b, at)
		if end < 0 {
			return 0, 0, 0, false
		}
		var text []byte
		if f.prefix != nil {
			text = b[at+f.prefix.size : variable]
			bits = lengthBits(b[at:at+f.prefix.size], len(text), len(b)-at-f.prefix.size)
		} else if text = b[at : variable-1]; len(text) < 2 || f.fixed > 0 && isText(b[variable:end]) {
			return 0, 0, 0, false
		}
		switch told := isText(text); {
		case told && len(text) > 1:
			bits += min(textBits*float64(len(text)), mostText)
		case f.prefix != nil && f.prefix.size == 1 && (!told || len(text) == 0 && end < len(b)):
			return 0, 0, 0, false // of one byte, only lengths of texts are sure
		}
		p.texts, p.fixed = append(p.texts, text), append(p.fixed, b[variable:end])
		return end, len(text), bits, true
	}
	o := p.option
	t, from, to, ok := o.read(b, at)
	if !ok {
		return 0, 0, 0, false
	}
	next = o.next(to, 0, len(b))
	if !allZero(b[to:next]) {
		return 0, 0, 0, false
	}
	if next > to {
		p.padded++
	}
	bits = 0
	if o.typ > 0 && p.types[t] {
		bits = knownType
	}
	p.types[t] = true
	length := b[at+o.typ : from]
	if o.before {
		length = b[at : at+o.length]
	}
	p.heads = append(p.heads, o.head(b[at:]))
	p.values.add(t, b[from:to])
	return next, to - from, bits + lengthBits(length, to-from, len(b)-from), true
}

// knownType is how much it speaks for an element that its type is that of another one.
const knownType = 2

// textBits is how much each character of a text speaks for it, and mostText how much all do.
const textBits, mostText = 1.2, 12

// lengthBits is how unlikely it is by chance that bytes are such a length, where there are so many
// bytes left. Upper bytes are often zero.
func lengthBits(length []byte, n, left int) float64 {
	bits := float64(len(length) - 1)
	if n > 0 && left < 256 {
		return bits + max(0.5, 8-log2(left+1))
	}
	return bits + 0.5
}

// How much has to speak for elements of runs, and for their ends: one shape does not prove them, two
// may if elements have types. Of lengths of one byte it takes more.
const leastBits, leastEnds, leastTypedEnds, leastNarrow = 18.0, 7.0, 5.0, 26.0

// holds reports whether all that is enough.
func (p *runProof) holds() bool {
	least := leastEnds
	if p.option != nil {
		least = leastTypedEnds
	}
	switch {
	case p.several*2 < p.runs || p.bits < leastBits || p.ends < least || p.empty*3 > p.total:
		return false
	case p.option == nil:
		return p.several > 0
	case p.option.align > 1 && p.padded == 0:
		return false
	case p.option.length == 1 && (p.total < 8 || p.empty*12 > p.total || p.bits < leastNarrow):
		return false
	case p.option.headed() && (p.option.typ != 3 && p.option.typ != 2) && (p.total < 12 || len(p.lengths) < 3):
		return false
	}
	return p.option.headed() && !allZero(slices.Concat(p.heads...)) || len(p.types) > 1 && len(p.types)*5 <= p.total*2+5
}

// field is the field of the elements.
func (p *runProof) field(x *layer, rows int, evidence string) model.Field {
	if p.option != nil {
		return p.option.field(x, p.heads, p.values, p.total, rows, evidence)
	}
	return model.Field{
		Name: x.name("array"), Type: model.Array, Size: model.Size{How: model.SizeItems}, Repeat: &model.Repeat{}, Sure: 0.85,
		Evidence: evidence, Held: rows, Of: rows, Items: p.form.items(x, &parts{texts: p.texts, fixed: p.fixed}, evidence),
	}
}

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
			for i := 0; ok && i < len(forms[x.order]); i++ {
				p := x.proofOf(trust{size, counts, &forms[x.order][i]}, runs)
				if p != nil && (best == nil || p.bits+p.ends > best.bits+best.ends) {
					best, filled, counted = p, runs, counts
				}
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

// remoteRun finds elements that fill as many bytes as a number further in front says, with other
// fields between, which that may count too.
func (x *layer) remoteRun(v view, at int) (element, bool) {
	base := v.base()
	if base < 0 || len(v.rows) < leastRows || at > maxRunAt {
		return element{}, false
	}
	for offset := range min(base+at, maxRemote) {
		for _, size := range []int{4, 2, 1} {
			t := told{offset, size}
			gap := base + at - offset - size
			if gap < 1 || x.refused[t] || offset < x.start && x.made[t] == "" || x.frameLength(offset, size) {
				continue
			}
			for _, counts := range []int{0, gap} {
				if e, ok := x.remoteRunBy(v, at, t, counts); ok {
					return e, true
				}
			}
		}
	}
	return element{}, false
}

func (x *layer) remoteRunBy(v view, at int, t told, counts int) (element, bool) {
	lengths := map[uint64]bool{}
	for i, row := range v.rows {
		n := model.Uint(v.whole[i][t.offset:t.offset+t.size], x.order)
		if n < uint64(counts) || n-uint64(counts) > uint64(len(row)-at) {
			return element{}, false
		}
		lengths[n] = true
	}
	if len(lengths) < leastRemote {
		return element{}, false
	}
	runs, behind, texts := make([][]byte, len(v.rows)), 0, 0
	e := element{sizes: make([]int, len(runs)), told: &t}
	for i, row := range v.rows {
		n := model.Uint(v.whole[i][t.offset:t.offset+t.size], x.order)
		e.sizes[i] = at + int(n) - counts
		runs[i] = row[at:e.sizes[i]]
		behind += len(row) - e.sizes[i]
		if isText(runs[i]) {
			texts++
		}
	}
	if behind == 0 || texts*2 >= len(runs) {
		return element{}, false
	}
	var best *runProof
	for i := range forms[x.order] {
		p := x.proofOf(trust{t.size, counts, &forms[x.order][i]}, runs)
		if p != nil && (best == nil || p.bits+p.ends > best.bits+best.ends) {
			best = p
		}
	}
	if best == nil {
		return element{}, false
	}
	run := best.field(x, len(runs), fmt.Sprintf("%d elements fill as many bytes as are told at offset %d in all of %d frames", best.total, t.offset, len(runs)))
	run.Size = model.Size{How: model.SizeBy, Scale: 1, Add: -counts}
	e.fields = []model.Field{run}
	return e, true
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
		if isText(runs[i]) || at > 0 && printable(row[start-1]) && printable(row[at-1]) {
			texts++
		}
	}
	return runs, some && texts*2 < len(v.rows) && behind > 0
}

func newProof(it *item) *runProof {
	return &runProof{item: it, shapes: map[uint64]bool{}, types: map[uint64]bool{}, lengths: map[int]bool{}, values: valuesOf{}}
}

// trusted are runs that are proved, by their numbers of bytes: of some of the same frames it takes
// less to believe that theirs are made likewise.
type trusted map[trust]bool

type trust struct {
	size, counts int
	*item
}

// proofOf tries a form of elements on runs; nil if it does not hold in all, or not for sure.
func (x *layer) proofOf(t trust, runs [][]byte) *runProof {
	if !t.allFill(runs) {
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
