package probes

import (
	"github.com/unixsnoop/unixsnoop/format"
)

// Filter says which sends to capture.
type Filter struct {
	// Sockets are the names of interest. A send is captured if the socket of
	// either end matches one of them.
	Sockets []format.Pattern

	// Self is a process id in the initial pid namespace whose sends are never
	// captured: our own, or 0 if it is not known.
	Self int
}

// key is the LPM trie's key for a pattern: an exact name is the prefix that
// includes its length, so that no longer name shares it.
func key(p format.Pattern) name {
	k := nameOf(p.Name)
	if p.Prefix {
		k.PrefixLen = 0 // every socket, unnamed ones too
		if p.Name != "" {
			k.PrefixLen = uint32(8 * (1 + len(p.Name)))
		}
	}
	return k
}

// nameOf lays a name out as the programs do.
func nameOf(n format.Name) name {
	k := name{PrefixLen: nameBits, Len: uint8(len(n))}
	switch {
	case n == "":
		k.Kind = nameNone
	case n[0] == 0:
		k.Kind = nameAbstract
	default:
		k.Kind = namePath
	}
	copy(k.Bytes[:], n)
	return k
}

// bound is the name as the rest of the program knows it.
func (n name) bound() format.Name {
	return format.Name(n.Bytes[:min(int(n.Len), nameSize)])
}
