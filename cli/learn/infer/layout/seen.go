package layout

import "math/bits"

// Seen are the options that kinds of a protocol are proved to have: the types of those that look so. Of kinds that are laid out after
// that it takes less to believe that they have such options.
type Seen map[option]map[uint64]bool

// add adds the types of options. Nothing is added to nil.
func (s Seen) add(o *option, types map[uint64]int) {
	if s == nil || o.typ == 0 || o.headed() {
		return
	}
	if s[*o] == nil {
		s[*o] = map[uint64]bool{}
	}
	for t := range types {
		s[*o][t] = true
	}
}

// The bounds of options that are seen elsewhere: how many types there are at least, how many bits those have to be worth at
// least, and how many it is worth that an element ends where each row does.
const leastSeenTypes, leastSeenBits, endBits = 5, 16, 5

// seenBefore finds options that other kinds are proved to have, of no other types, in rows that need not differ in length.
func (x *layer) seenBefore(v view, at int) (element, bool) {
	for i := range optionForms {
		o := &optionForms[i]
		known := x.seen[*o]
		if len(known) < leastSeenTypes || !o.fill(v, at, false, x.reads) {
			continue
		}
		if f := o.gather(v, at); f.ofTypes(o, known) && f.empty*2 <= f.total {
			return f.made(x, o), true
		}
	}
	return element{}, false
}

// ofTypes reports whether all types are known, which is no chance: small ones are numbers that are there anyway.
func (f *filling) ofTypes(o *option, known map[uint64]bool) bool {
	greatest := uint64(0)
	for t := range known {
		greatest = max(greatest, t)
	}
	sum := endBits
	each := min(8*o.typ, bits.Len64(greatest)+zerosAbove) - bits.Len(uint(len(known)))
	for t := range f.types {
		if !known[t] {
			return false
		}
		if t != 0 { // as zeros may be anything
			sum += each
		}
	}
	return f.total > 1 && sum >= leastSeenBits
}

// zerosAbove is how many bits the zeros above small types are worth.
const zerosAbove = 3
