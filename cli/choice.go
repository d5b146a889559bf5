package cli

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// choice decides which sockets are listed.
type choice struct {
	*listOptions
	names, exclude []target
}

// target is what a pattern selects: a name or, by a path without *, the socket
// that can be reached there under any other name.
type target struct {
	format.Pattern
	file proc.FileID // zero without one
}

func newChoice(o *listOptions) *choice {
	return &choice{listOptions: o, names: targets(o.sockets), exclude: targets(o.exclude)}
}

func targets(patterns []format.Pattern) []target {
	list := make([]target, len(patterns))
	for i, p := range patterns {
		list[i].Pattern = p
		if !p.Prefix && p.Name[0] != 0 {
			list[i].file = proc.Locate(string(p.Name), false).File
		}
	}
	return list
}

func (t *target) match(e *entry) bool {
	// The kernel tells of the inode number the low 32 bits.
	sameFile := t.file.Inode != 0 && e.File.Device == t.file.Device && uint32(e.File.Inode) == uint32(t.file.Inode)
	return sameFile || t.Match(format.Name(e.Name))
}

// wants reports whether a socket is to be listed. Its peer is nil if it has none.
func (c *choice) wants(e, peer *entry) bool {
	either := func(fits func(*entry) bool) bool { return fits(e) || peer != nil && fits(peer) }
	switch {
	case either(func(e *entry) bool { return matchesAny(c.exclude, e) }):
		return false
	case len(c.types) > 0 && !slices.Contains(c.types, format.SocketType(e.Type)):
		return false
	case len(c.names)+len(c.inodes) > 0 || c.unnamed:
		unnamed := c.unnamed && !either(func(e *entry) bool { return e.Name != "" })
		if !unnamed && !either(c.wantsSocket) {
			return false
		}
	}
	return !c.byProcess() || either(c.wantsOwner)
}

func (c *choice) wantsSocket(e *entry) bool {
	return matchesAny(c.names, e) || slices.Contains(c.inodes, e.Inode)
}

// wantsOwner reports whether one of the processes that hold a socket fits. Where
// they are unknown, the socket's own user serves.
func (c *choice) wantsOwner(e *entry) bool {
	if len(e.owners) == 0 && len(c.pids)+len(c.comms) == 0 {
		return slices.Contains(c.uids, e.UID)
	}
	return slices.ContainsFunc(e.owners, func(o format.Owner) bool {
		return (len(c.pids) == 0 || slices.Contains(c.pids, o.Pid)) &&
			(len(c.comms) == 0 || slices.Contains(c.comms, o.Comm)) &&
			(len(c.uids) == 0 || slices.Contains(c.uids, o.UID))
	})
}

func matchesAny(targets []target, e *entry) bool {
	return slices.ContainsFunc(targets, func(t target) bool { return t.match(e) })
}
