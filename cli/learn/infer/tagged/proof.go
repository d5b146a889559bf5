package tagged

import (
	"hash/maphash"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Proof is what speaks for elements whose types tell the forms of their values. As of other runs,
// what begins alike counts once.
type Proof struct {
	bits, ends float64
	shape      maphash.Hash // of the row so far
	shapes     map[uint64]bool
	rows       int
	Total      int
	nodes      int // elements before which forms were others than ever
	types      map[byte]int
	sizes      map[int]int // that values have, so often; -1 of those of variable size
	last       int         // size of the last element
	named      float64     // what speaks for the name of the element that begins
}

func newProof() *Proof {
	return &Proof{shapes: map[uint64]bool{}, types: map[byte]int{}, sizes: map[int]int{}}
}

// row begins another one.
func (p *Proof) row() {
	p.shape.Reset()
	p.shape.SetSeed(column.Seed)
}

// unseen reports whether no row went on like this before.
func (p *Proof) unseen(n int) bool {
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
func (p *Proof) begins(typ byte, head []byte, t *Look) {
	if p == nil {
		return
	}
	p.named = 0
	if t.Front > 0 || t.Named {
		p.named = min(text.Bits*float64(len(head)-1-t.Front), text.MostBits)
	}
	p.of(typ)
	if t.ID == 2 {
		p.named++
	}
}

// of counts a type.
func (p *Proof) of(typ byte) {
	if p.types[typ] > 0 {
		p.named += max(0, 8-column.Log2(len(p.types)+2))
	} else {
		p.named -= newTagged
	}
	p.types[typ]++
}

// value counts a value.
func (p *Proof) value(typ byte, f Form, b []byte) {
	if p == nil {
		return
	}
	bits := p.named
	p.named = 0
	p.Total++
	p.last = len(b)
	switch f.How {
	case Pair, Counted:
		if bits += float64(f.Size-1) + 0.5; f.How == Pair {
			bits += leastName
		}
		if len(b) > 1 && text.Is(b) {
			bits += min(text.Bits*float64(len(b)), text.MostBits)
		}
	case Ended:
		bits += min(text.Bits*float64(len(b)), text.MostBits)
	case Plain:
		if f.Size == 0 && p.types[typ] == 1 {
			bits -= 2 * newTagged // nothing there is cheap
		}
	case Numbers:
		if len(b) > f.Size {
			bits++
		}
	case Inner, Own, Bare:
		bits += float64(max(0, f.Size-1)) + 1
	}
	if p.unseen(int(f.How)<<8 | f.Size) {
		p.bits += bits
		p.nodes++
		if f.How == Plain {
			p.sizes[f.Size]++
		} else {
			p.sizes[-1]++
		}
	}
}

// listed counts a list, which tells its types.
func (p *Proof) listed(types []byte, n int) {
	if p == nil {
		return
	}
	bits := p.named
	p.named = 0
	p.Total++
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
func (p *Proof) stops() {
	if p != nil && p.unseen(-2) {
		p.bits++
	}
}

// ended counts a row that ends where its last element does.
func (p *Proof) ended() {
	p.rows++
	if p.unseen(-1) {
		p.ends += min(column.Log2(p.last), MostEnd)
	}
}

// The bounds of what proves tagged elements.
const (
	LeastBits     = 30.0 // bits
	leastOnlyOne  = 60.0 // of elements with names that have one shape
	leastTagEnds  = 5.0
	leastTagTypes = 2
	leastFormed   = 2 // elements of a form
	plainTimes    = 3 // as much has to speak for elements of which little but the type does
)

// holds reports whether that is enough to believe how they look.
func (p *Proof) holds(t *Look) bool {
	several := 0
	for _, n := range p.sizes {
		if n >= leastFormed {
			several++
		}
	}
	least := LeastBits
	if t.plain() { // what has the same sizes again and again may be anything
		if least *= plainTimes; p.sizes[-1] < leastFormed {
			return false
		}
	}
	if p.bits+p.ends < least || len(p.types) < leastTagTypes || several < 2 || p.nodes < len(p.types)*2 {
		return false
	}
	return p.ends >= leastTagEnds || p.bits >= leastOnlyOne && (t.texts() || t.Alone)
}

// texts reports whether elements have names.
func (t *Look) texts() bool { return t.Front > 0 || t.Named }

// plain reports whether hardly anything is beside the type that could refute it.
func (t *Look) plain() bool { return !t.texts() && !t.Alone && t.ID < 2 }

// MostEnd is how many bits it speaks for a run that its last element ends where it does, at most.
const MostEnd = 5
