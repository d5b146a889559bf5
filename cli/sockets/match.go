package sockets

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// matcher decides which sockets a filter wants, as format.Filter does of messages.
type matcher struct {
	*format.Filter
	names, exclude []target
}

// target is what a pattern selects: a name or, by a path, the socket that can be reached
// there under any other name, or those that are in its directory.
type target struct {
	format.Pattern
	files []proc.FileID
}

func newMatcher(f *format.Filter) *matcher {
	return &matcher{Filter: f, names: targets(f.Names), exclude: targets(f.Exclude)}
}

func targets(patterns []format.Pattern) []target {
	list := make([]target, len(patterns))
	for i, p := range patterns {
		list[i].Pattern = p
		switch {
		case p.Name == "" || p.Name[0] == 0:
		case p.Prefix:
			list[i].files = proc.SocketsIn(string(p.Name))
		default:
			list[i].files = []proc.FileID{proc.Locate(string(p.Name), false).File}
		}
	}
	return list
}

func (t *target) match(e *entry) bool { return t.has(e.File) || t.Match(format.Name(e.Name)) }

// has reports whether a file is one of them.
func (t *target) has(file proc.FileID) bool {
	return slices.ContainsFunc(t.files, func(f proc.FileID) bool { return f.Inode != 0 && f.IsLow(file) })
}

// wants reports whether a socket is wanted. Its peer is nil if it has none.
func (m *matcher) wants(e, peer *entry) bool {
	either := func(fits func(*entry) bool) bool { return fits(e) || peer != nil && fits(peer) }
	switch {
	case either(m.excludes):
		return false
	case len(m.Types) > 0 && !slices.Contains(m.Types, format.SocketType(e.Type)):
		return false
	case m.BySocket() && !either(m.wantsSocket) && !(m.Unnamed && !either(isNamed)):
		return false
	}
	return !m.ByProcess() || either(m.wantsOwner)
}

func (m *matcher) excludes(e *entry) bool { return matchesAny(m.exclude, e) }

func (m *matcher) wantsSocket(e *entry) bool {
	return matchesAny(m.names, e) || slices.Contains(m.Inodes, e.Inode)
}

func isNamed(e *entry) bool { return e.Name != "" }

// wantsOwner reports whether one of the processes that hold a socket fits. Where
// they are unknown, the socket's own user serves.
func (m *matcher) wantsOwner(e *entry) bool {
	if len(e.owners) == 0 && len(m.Pids)+len(m.Comms) == 0 {
		return slices.Contains(m.UIDs, e.UID)
	}
	return slices.ContainsFunc(e.owners, func(o Owner) bool {
		return (len(m.Pids) == 0 || slices.Contains(m.Pids, o.Pid)) &&
			(len(m.Comms) == 0 || slices.Contains(m.Comms, o.Comm)) &&
			(len(m.UIDs) == 0 || slices.Contains(m.UIDs, o.UID))
	})
}

func matchesAny(targets []target, e *entry) bool {
	return slices.ContainsFunc(targets, func(t target) bool { return t.match(e) })
}
