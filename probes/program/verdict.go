package program

import (
	"maps"
	"slices"
	"strings"
	"unsafe"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Verdict is what the filter says of a send, or what one of its maps adds to that.
// A send is captured if its verdict is wanted, and nothing else, once both ends are
// known.
type Verdict uint64

const (
	wantSocket  Verdict = 1 << iota // the socket of an end is asked for
	wantProcess                     // the process of an end is
	refused                         // an end is excluded

	wanted = wantSocket | wantProcess
)

// Wanted reports whether a send with this verdict is captured.
func (v Verdict) Wanted() bool { return v == wanted }

// Values of the map of processes may have this flag, too.
const followed Verdict = 1 << 8 // what it starts is in the map as well

// Descendant is the verdict on what a followed process has started.
const Descendant = wantProcess | followed

// InGroup is the verdict on a control group that is asked for.
const InGroup = wantProcess

// initial is the verdict on a send of which nothing is known: nobody asks for what
// is not filtered by.
func (f *Filter) initial() Verdict {
	var v Verdict
	if !f.BySocket() {
		v |= wantSocket
	}
	if !f.ByProcess() {
		v |= wantProcess
	}
	return v
}

// names are the verdicts on names. As the trie finds the longest match only, each
// has those of all patterns that cover it.
//
// A shorter name is padded with NULs, so it has the bits of a prefix that ends with some.
// It gets an entry of its own, which is a longer match.
func (f *Filter) names() map[Name]Verdict {
	verdicts := map[Name]Verdict{}
	for _, p := range f.patterns() {
		if len(p.Name) > nameSize {
			continue // no name is that long
		}
		verdicts[key(p)] = f.ofNames(p)
		for shorter := p.Name; p.Prefix && strings.HasSuffix(string(shorter), "\x00") && len(shorter) > 1; {
			shorter = shorter[:len(shorter)-1]
			exact := format.Pattern{Name: shorter}
			verdicts[key(exact)] = f.ofNames(exact)
		}
	}
	return verdicts
}

// ofNames is the verdict on all names that a pattern covers.
func (f *Filter) ofNames(p format.Pattern) (v Verdict) {
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
	return v
}

// Places are, for patterns that are paths, where they lead to now: one, and another if
// the path is that of a symbolic link.
type Places map[format.Pattern][]proc.Place

// Further has a path, or a beginning of paths, be one more name that the filter asks for, which
// leads to the places at: they become places of the patterns that cover it. It returns what the maps of running
// programs are to hold for that, by their names, and nothing if they hold it already. What is
// left out is not left out by further names, as anybody may make them.
func (f *Filter) Further(places Places, name format.Pattern, at []proc.Place) map[string][]ebpf.MapKV {
	further := Places{}
	for _, p := range f.Names {
		if !isPath(p) || !p.Covers(name) {
			continue
		}
		for _, place := range at {
			if p.Prefix && p != name { // which is of a directory's entries, and this is a file somewhere
				place = proc.Place{File: place.File}
			}
			if !slices.Contains(places[p], place) && !slices.Contains(further[p], place) {
				further[p] = append(further[p], place)
			}
		}
	}
	if len(further) == 0 {
		return nil // mostly, and with a thousand names what follows takes long
	}
	before := f.located(places)
	for p, at := range further {
		places[p] = slices.Concat(places[p], at)
	}
	after := f.located(places)
	return map[string][]ebpf.MapKV{
		mapFiles:   contents(without(files(after), files(before)), unsafe.Sizeof(fileKey{})),
		mapEntries: contents(without(entries(after), entries(before)), entryKeySize),
	}
}

// without are the verdicts that are not among others already.
func without[K comparable](verdicts, others map[K]Verdict) map[K]Verdict {
	maps.DeleteFunc(verdicts, func(k K, v Verdict) bool { return others[k] == v })
	return verdicts
}

// located is a pattern of paths and one of its places.
type located struct {
	proc.Place
	pattern format.Pattern
	verdict Verdict
}

// located are the places of all patterns that are paths.
func (f *Filter) located(places Places) []located {
	var all []located
	add := func(patterns []format.Pattern, v Verdict) {
		for _, p := range patterns {
			for _, at := range places[p] {
				all = append(all, located{at, p, v})
			}
		}
	}
	add(f.Names, wantSocket)
	add(f.Exclude, refused)
	return all
}

// files are the verdicts on the files at these places.
func files(places []located) map[fileKey]Verdict {
	verdicts := map[fileKey]Verdict{}
	for _, p := range places {
		if p.File != (proc.FileID{}) {
			verdicts[fileKey{Inode: p.File.Inode, Device: p.File.Device}] |= p.verdict
		}
	}
	return verdicts
}

// entries are the verdicts on directory entries, each with those of all places
// that cover it.
func entries(places []located) map[entryKey]Verdict {
	verdicts := map[entryKey]Verdict{}
	for _, p := range places {
		if p.Dir == (proc.FileID{}) || len(p.Base) >= nameSize {
			continue // nothing can be bound there under this name
		}
		var v Verdict
		for _, q := range places {
			inDir := func(p located) format.Pattern {
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
func (p located) entry() entryKey {
	k := entryKey{PrefixLen: entryBits, Device: p.Dir.Device, Inode: p.Dir.Inode, Len: uint8(len(p.Base))}
	if p.pattern.Prefix {
		k.PrefixLen = uint32(8 * (4 + 8 + len(p.Base)))
	}
	copy(k.Bytes[:], p.Base)
	return k
}

// Processes are the verdicts on processes, by their ids, as the map MapPids starts.
func (f *Filter) Processes() map[uint32]Verdict {
	verdicts := map[uint32]Verdict{}
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

func asked[K comparable](keys []K, v Verdict) map[K]Verdict {
	verdicts := map[K]Verdict{}
	for _, k := range keys {
		verdicts[k] = v
	}
	return verdicts
}

// comms are command names as the kernel has them: cut to 15 bytes.
func comms(names []string) [][16]byte {
	var comms [][16]byte
	for _, name := range names {
		var comm [16]byte
		copy(comm[:len(comm)-1], name)
		comms = append(comms, comm)
	}
	return comms
}

func uids(ids []int) []uint32 {
	var uids []uint32
	for _, id := range ids {
		uids = append(uids, uint32(id))
	}
	return uids
}
