package layout

import (
	"hash/maphash"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

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

func newProof(it *item) *runProof {
	return &runProof{item: it, shapes: map[uint64]bool{}, types: map[uint64]bool{}, lengths: map[int]bool{}, values: valuesOf{}}
}

// add looks at one more run. It reports false if elements don't fill it.
func (p *runProof) add(b []byte) bool {
	var shape maphash.Hash
	shape.SetSeed(column.Seed)
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
		p.ends += min(column.Log2(last), tagged.MostEnd)
	}
	p.runs++
	p.total += n
	p.bits += bits
	if n > 1 {
		p.several++
	}
	return true
}

// element reads the one at an offset: where the next begins, how many bytes its value has, and how
// much that there is one speaks for it.
func (p *runProof) element(b []byte, at int) (next, size int, bits float64, ok bool) {
	if f := p.form; f != nil {
		variable, end := f.end(b, at, nil)
		if end < 0 {
			return 0, 0, 0, false
		}
		var value []byte
		if f.prefix != nil {
			value = b[at+f.prefix.Size : variable]
			bits = lengthBits(b[at:at+f.prefix.Size], len(value), len(b)-at-f.prefix.Size)
		} else if value = b[at : variable-1]; len(value) < 2 || f.fixed > 0 && text.Is(b[variable:end]) {
			return 0, 0, 0, false
		}
		switch told := text.Is(value); {
		case told && len(value) > 1:
			bits += min(text.Bits*float64(len(value)), text.MostBits)
		case f.prefix != nil && f.prefix.Size == 1 && (!told || len(value) == 0 && end < len(b)):
			return 0, 0, 0, false // of one byte, only lengths of texts are sure
		}
		p.texts, p.fixed = append(p.texts, value), append(p.fixed, b[variable:end])
		return end, len(value), bits, true
	}
	o := p.option
	t, from, to, ok := o.read(b, at)
	if !ok {
		return 0, 0, 0, false
	}
	next = o.next(to, 0, len(b))
	if !column.AllZero(b[to:next]) {
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

// lengthBits is how unlikely it is by chance that bytes are such a length, where there are so many
// bytes left. Upper bytes are often zero.
func lengthBits(length []byte, n, left int) float64 {
	bits := float64(len(length) - 1)
	if n > 0 && left < 256 {
		return bits + max(0.5, 8-column.Log2(left+1))
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
	return p.option.headed() && !column.AllZero(slices.Concat(p.heads...)) || len(p.types) > 1 && len(p.types)*5 <= p.total*2+5
}

// betterThan reports whether more speaks for it than for another one; nothing does for nil.
func (p *runProof) betterThan(other *runProof) bool {
	return p != nil && (other == nil || p.bits+p.ends > other.bits+other.ends)
}

// speaks is how much speaks for elements, that values of options are texts too.
func (p *runProof) speaks() float64 {
	sum := p.bits + p.ends
	for _, list := range p.values {
		seen := map[string]bool{}
		for _, value := range list {
			if len(value) > 1 && text.Is(value) && !seen[string(value)] {
				seen[string(value)] = true
				sum += min(text.Bits*float64(len(value)), text.MostBits)
			}
		}
	}
	return sum
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
