package program

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// sieve is what an entry program looks at first of all (sift.go): it lets through every
// send that the filter may want and holds back nearly all others, before anything is
// filled in and without a map. What it lets through is judged as ever. So it may let
// through what the filter does not want, but must never hold back what it does.
//
// Names that are added to the filter later it does not know: from then on it lets through all
// sockets that are bound to files.
//
// There is one only where a socket is asked for. Neither end of what it holds back has
// an inode, a name, a file, or a place in a directory that is.
type sieve struct {
	inodes []uint64          // of sockets
	names  []nameMark        // of bound names
	paths  bool              // some of these are, to which directories may lead that are made later
	bound  bool              // there are too many of these: whatever is bound is let through
	files  []uint64          // inode numbers of files
	dirs   []uint64          // inode numbers of directories
	inDirs map[uint64][]mark // of names in each

	// How long names in directories are, whichever it is.
	lengths  []int32 // exactly
	shortest int32   // or at least; noShortest if that does for none
}

const noShortest = math.MaxInt32

// maxSieved bounds the patterns and the inodes that a sieve compares with, one after the
// other.
const maxSieved = 8

// mark is what all names that match a pattern have somewhere, and few others do.
type mark struct {
	at    uint32 // bytes from the beginning of the name
	bytes string // 8 at most; if there are none, every name has it
}

// nameMark is a mark of bound names. Which of them are long enough to have it, it says by
// the length of an address: that of its family and the NUL that ends a path included.
type nameMark struct {
	mark
	length int32
	longer bool // longer ones may have it, too
}

// newSieve returns the sieve of a filter, nil if there is none.
func newSieve(f *Filter, places Places) *sieve {
	everything := slices.ContainsFunc(f.Names, func(p format.Pattern) bool { return p.Name == "" })
	if !f.BySocket() || f.Unnamed || everything || len(f.Inodes) > maxSieved {
		return nil
	}
	s := &sieve{inodes: f.Inodes, inDirs: map[uint64][]mark{}, shortest: noShortest}
	if len(f.Names) > maxSieved {
		s.bound = true
		return s
	}
	for _, p := range f.Names {
		s.names = append(s.names, nameMarkOf(p))
		s.paths = s.paths || isPath(p)
		for _, place := range places[p] {
			s.add(p, place)
		}
	}
	return s
}

// add lets through what is at the place of a pattern.
func (s *sieve) add(p format.Pattern, place proc.Place) {
	if file := place.File.Inode; file != 0 && !slices.Contains(s.files, file) {
		s.files = append(s.files, file)
	}
	dir := place.Dir.Inode
	if dir == 0 {
		return
	}
	if !slices.Contains(s.dirs, dir) {
		s.dirs = append(s.dirs, dir)
	}
	s.inDirs[dir] = append(s.inDirs[dir], entryMark(place.Base, p.Prefix))
	switch n := int32(len(place.Base)); {
	case p.Prefix:
		s.shortest = min(s.shortest, n)
	case !slices.Contains(s.lengths, n):
		s.lengths = append(s.lengths, n)
	}
}

// nameMarkOf marks bound names by their end: they differ there more than at their
// beginning.
func nameMarkOf(p format.Pattern) nameMark {
	const family = 2
	n := len(p.Name)
	at := max(0, n-8)
	m := nameMark{mark: mark{at: uint32(at), bytes: string(p.Name[at:])}, length: int32(family + n), longer: p.Prefix}
	if isPath(p) {
		m.length++
	}
	return m
}

// entryMark marks names in a directory by their beginning, since they may be of any length. With the NUL at their end, short ones differ from longer ones.
func entryMark(base string, prefix bool) mark {
	if !prefix {
		base += "\x00"
	}
	return mark{bytes: base[:min(8, len(base))]}
}

// number is what the program makes of the marked bytes, the first of them the highest.
func (m mark) number() uint64 {
	var b [8]byte
	copy(b[:], m.bytes)
	return binary.BigEndian.Uint64(b[:])
}
