package infer

import (
	"hash/maphash"
)

// tagProof is what speaks for elements whose types tell the forms of their values. As of other runs,
// what begins alike counts once.
type tagProof struct {
	bits, ends float64
	shape      maphash.Hash // of the row so far
	shapes     map[uint64]bool
	rows       int
	total      int
	nodes      int // elements before which forms were others than ever
	types      map[byte]int
	sizes      map[int]int // that values have, so often; -1 of those of variable size
	last       int         // size of the last element
	named      float64     // what speaks for the name of the element that begins
}

func newTagProof() *tagProof {
	return &tagProof{shapes: map[uint64]bool{}, types: map[byte]int{}, sizes: map[int]int{}}
}

// row begins another one.
func (p *tagProof) row() {
	p.shape.Reset()
	p.shape.SetSeed(shapeSeed)
}

// unseen reports whether no row went on like this before.
func (p *tagProof) unseen(n int) bool {
	maphash.WriteComparable(&p.shape, n)
	sum := p.shape.Sum64()
	if p.shapes[sum] {
		return false
	}
	p.shapes[sum] = true
	return true
}

// leastName is what speaks for the name of a pair, which is a text.
const leastName = 4.0

// newTagged is how many bits it takes to say the form of a type.
const newTagged = 4

// begins counts the type of an element and what is beside it.
func (p *tagProof) begins(typ byte, head []byte, t *tagged) {
	if p == nil {
		return
	}
	p.named = 0
	if t.front > 0 || t.named {
		p.named = min(textBits*float64(len(head)-1-t.front), mostText)
	}
	p.of(typ)
	if t.id == 2 {
		p.named++
	}
}

// of counts a type.
func (p *tagProof) of(typ byte) {
	if p.types[typ] > 0 {
		p.named += max(0, 8-log2(len(p.types)+2))
	} else {
		p.named -= newTagged
	}
	p.types[typ]++
}

// value counts a value.
func (p *tagProof) value(typ byte, f valueForm, b []byte) {
	if p == nil {
		return
	}
	bits := p.named
	p.named = 0
	p.total++
	p.last = len(b)
	switch f.how {
	case pairValue, countedValue:
		if bits += float64(f.size-1) + 0.5; f.how == pairValue {
			bits += leastName
		}
		if len(b) > 1 && isText(b) {
			bits += min(textBits*float64(len(b)), mostText)
		}
	case endedValue:
		bits += min(textBits*float64(len(b)), mostText)
	case plainValue:
		if f.size == 0 && p.types[typ] == 1 {
			bits -= 2 * newTagged // nothing there is cheap
		}
	case numbersValue:
		if len(b) > f.size {
			bits++
		}
	case innerValue, ownValue, bareValue:
		bits += float64(max(0, f.size-1)) + 1
	}
	if p.unseen(int(f.how)<<8 | f.size) {
		p.bits += bits
		p.nodes++
		if f.how == plainValue {
			p.sizes[f.size]++
		} else {
			p.sizes[-1]++
		}
	}
}

// listed counts a list, which tells its types.
func (p *tagProof) listed(types []byte, n int) {
	if p == nil {
		return
	}
	bits := p.named
	p.named = 0
	p.total++
	for _, typ := range types {
		if n == 0 && p.types[typ] == 0 {
			continue // of which nothing is there
		}
		p.of(typ)
		bits += p.named
		p.named = 0
	}
	if bits += 2; p.unseen(1<<16 | n) {
		p.bits += bits
		p.nodes++
		p.sizes[-1]++
	}
}

// stops counts the end of elements.
func (p *tagProof) stops() {
	if p != nil && p.unseen(-2) {
		p.bits++
	}
}

// ended counts a row that ends where its last element does.
func (p *tagProof) ended() {
	p.rows++
	if p.unseen(-1) {
		p.ends += min(log2(p.last), mostEnd)
	}
}

// The bounds of what proves tagged elements.
const (
	leastTagged   = 30.0 // bits
	leastOnlyOne  = 60.0 // of elements with names that have one shape
	leastTagEnds  = 5.0
	leastTagTypes = 2
	leastFormed   = 2 // elements of a form
	plainTimes    = 3 // as much has to speak for elements of which little but the type does
)

// holds reports whether that is enough to believe how they look.
func (p *tagProof) holds(t *tagged) bool {
	several := 0
	for _, n := range p.sizes {
		if n >= leastFormed {
			several++
		}
	}
	least := leastTagged
	if t.plain() { // what has the same sizes again and again may be anything
		if least *= plainTimes; p.sizes[-1] < leastFormed {
			return false
		}
	}
	if p.bits+p.ends < least || len(p.types) < leastTagTypes || several < 2 || p.nodes < len(p.types)*2 {
		return false
	}
	return p.ends >= leastTagEnds || p.bits >= leastOnlyOne && (t.texts() || t.alone)
}

// texts reports whether elements have names.
func (t *tagged) texts() bool { return t.front > 0 || t.named }

// plain reports whether hardly anything is beside the type that could refute it.
func (t *tagged) plain() bool { return !t.texts() && !t.alone && t.id < 2 }
