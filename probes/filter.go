package probes

import (
	"path/filepath"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Filter says which sends to capture.
type Filter struct {
	format.Filter

	// Follow adds to the Pids what these processes start, and so on.
	Follow bool

	// Aside are processes to leave out, whatever they say to whom.
	Aside []int

	// Self is a process id in the initial pid namespace whose sends are never
	// captured: our own, or 0 if it is not known.
	Self int
}

// verdict is what the filter says of a send, or what one of its maps adds to that.
// A send is captured if its verdict is wanted, and nothing else, once both ends are
// known.
type verdict uint64

const (
	wantSocket  verdict = 1 << iota // the socket of an end is asked for
	wantProcess                     // the process of an end is
	refused                         // an end is excluded

	wanted = wantSocket | wantProcess
)

// Values of the map of processes are verdicts, and may have this flag.
const followed verdict = 1 << 8 // what it starts is in the map as well

// initial is the verdict on a send of which nothing is known: nobody asks for what
// is not filtered by.
func (f *Filter) initial() verdict {
	var v verdict
	if !f.BySocket() {
		v |= wantSocket
	}
	if !f.ByProcess() {
		v |= wantProcess
	}
	return v
}

func (f *Filter) byName() bool { return len(f.Names) > 0 || len(f.Exclude) > 0 }

// byFile reports whether there are names that are paths: then it matters which
// file a socket is bound to, and not only what it was called.
func (f *Filter) byFile() bool { return slices.ContainsFunc(f.patterns(), isPath) }

func (f *Filter) byPid() bool { return len(f.Pids) > 0 || len(f.Aside) > 0 }

// byOwner reports whether it matters whose an end is.
func (f *Filter) byOwner() bool { return f.ByProcess() || f.byPid() }

// byIdentity reports whether a verdict needs the identities of sockets or processes.
func (f *Filter) byIdentity() bool { return f.byOwner() || len(f.Inodes) > 0 }

// refuses reports whether a send can be refused though all else speaks for it.
func (f *Filter) refuses() bool { return len(f.Exclude) > 0 || len(f.Aside) > 0 }

func (f *Filter) patterns() []format.Pattern { return slices.Concat(f.Names, f.Exclude) }

func isPath(p format.Pattern) bool { return p.Name != "" && p.Name[0] != 0 }

// names are the verdicts on names. As the trie finds the longest match only, each
// has those of all patterns that cover it.
func (f *Filter) names() map[name]verdict {
	verdicts := map[name]verdict{}
	for _, p := range f.patterns() {
		var v verdict
		for _, q := range f.Names {
			if q.Covers(p) {
				v |= wantSocket
			}
		}
		for _, q := range f.Exclude {
			if q.Covers(p) {
				v |= refused
			}
		}
		verdicts[key(p)] = v
	}
	return verdicts
}

// place is a pattern of paths and where that leads to now.
type place struct {
	proc.Place
	pattern format.Pattern
	verdict verdict
}

// places are those of all patterns that are paths.
func (f *Filter) places() []place {
	var places []place
	add := func(patterns []format.Pattern, v verdict) {
		for _, p := range patterns {
			if !isPath(p) {
				continue
			}
			path := string(p.Name)
			places = append(places, place{proc.Locate(path, p.Prefix), p, v})
			if target, err := filepath.EvalSymlinks(path); err == nil && !p.Prefix && target != path {
				places = append(places, place{proc.Locate(target, false), p, v})
			}
		}
	}
	add(f.Names, wantSocket)
	add(f.Exclude, refused)
	return places
}

// files are the verdicts on the files at these places.
func files(places []place) map[fileKey]verdict {
	verdicts := map[fileKey]verdict{}
	for _, p := range places {
		if p.File != (proc.FileID{}) {
			verdicts[fileKey{Inode: p.File.Inode, Device: p.File.Device}] |= p.verdict
		}
	}
	return verdicts
}

// entries are the verdicts on directory entries, each with those of all places
// that cover it.
func entries(places []place) map[entryKey]verdict {
	verdicts := map[entryKey]verdict{}
	for _, p := range places {
		if p.Dir == (proc.FileID{}) {
			continue
		}
		var v verdict
		for _, q := range places {
			inDir := func(p place) format.Pattern {
				return format.Pattern{Name: format.Name(p.Base), Prefix: p.pattern.Prefix}
			}
			if q.Dir == p.Dir && inDir(q).Covers(inDir(p)) {
				v |= q.verdict
			}
		}
		verdicts[p.entry()] = v
	}
	return verdicts
}

// entry is the LPM trie's key for a place.
func (p place) entry() entryKey {
	k := entryKey{PrefixLen: entryBits, Device: p.Dir.Device, Inode: p.Dir.Inode, Len: uint8(len(p.Base))}
	if p.pattern.Prefix {
		k.PrefixLen = uint32(8 * (4 + 8 + len(p.Base)))
	}
	copy(k.Bytes[:], p.Base)
	return k
}

// pids are the verdicts on processes.
func (f *Filter) pids() map[uint32]verdict {
	verdicts := map[uint32]verdict{}
	for _, pid := range f.Pids {
		verdicts[uint32(pid)] |= wantProcess
		if f.Follow {
			verdicts[uint32(pid)] |= followed
		}
	}
	for _, pid := range f.Aside {
		verdicts[uint32(pid)] |= refused
	}
	return verdicts
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
