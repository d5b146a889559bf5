package program

import "github.com/unixsnoop/unixsnoop/format"

// key is the LPM trie's key for a pattern: an exact name is the prefix that
// includes its length, so that no longer name shares it.
func key(p format.Pattern) Name {
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
func nameOf(n format.Name) Name {
	k := Name{PrefixLen: nameBits, Len: uint8(len(n))}
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

// Bound is the name as the rest of the program knows it.
func (n Name) Bound() format.Name {
	return format.Name(n.Bytes[:min(int(n.Len), nameSize)])
}

// Command is the name of its command, at most 15 bytes.
func (p Process) Command() string { return text(p.Comm[:]) }
