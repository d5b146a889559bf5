package format

import "slices"

// Filter says which messages are wanted. The zero Filter wants every message.
//
// The criteria are of three groups, and a message must satisfy each group that has
// any. For sockets and processes one of its two ends suffices, so that both
// directions of a conversation are wanted or none.
type Filter struct {
	// Sockets: one criterion suffices.
	Names   []Pattern // an end is bound to such a name
	Inodes  []uint64  // an end's socket has this inode number
	Unnamed bool      // neither end is bound

	Types []SocketType // one of these, if any

	// Processes: one value of every criterion that is given, all at one end.
	Pids    []int    // in the initial pid namespace
	Comms   []string // command names
	UIDs    []int
	Cgroups []uint64 // ids of control groups

	// Exclude is stronger than all of the above: no end is bound to such a name.
	Exclude []Pattern
}

// BySocket reports whether there is a criterion for sockets.
func (f *Filter) BySocket() bool { return len(f.Names) > 0 || len(f.Inodes) > 0 || f.Unnamed }

// ByProcess reports whether there is a criterion for processes.
func (f *Filter) ByProcess() bool {
	return len(f.Pids) > 0 || len(f.Comms) > 0 || len(f.UIDs) > 0 || len(f.Cgroups) > 0
}

// Match reports whether the message is wanted, as far as its ends are known.
func (f *Filter) Match(m *Message) bool {
	return f.matchesSockets(m) && (!f.ByProcess() || f.wantsProcess(m.From) || f.wantsProcess(m.To))
}

// Undecided reports whether a message that does not match may be wanted: for who received
// it, which is not known.
func (f *Filter) Undecided(m *Message) bool {
	return f.ByProcess() && !m.To.HasProcess() && f.matchesSockets(m)
}

// matchesSockets reports whether the message is wanted, but for its processes.
func (f *Filter) matchesSockets(m *Message) bool {
	switch {
	case f.excludes(m.From), f.excludes(m.To):
		return false
	case len(f.Types) > 0 && !slices.Contains(f.Types, m.Type):
		return false
	case f.BySocket() && !f.wantsSocket(m.From) && !f.wantsSocket(m.To) && !f.wantsUnnamed(m):
		return false
	}
	return true
}

func (f *Filter) excludes(e End) bool { return e.isAny(f.Exclude) }

func (f *Filter) wantsSocket(e End) bool {
	return e.isAny(f.Names) || e.Inode != 0 && slices.Contains(f.Inodes, e.Inode)
}

func (f *Filter) wantsUnnamed(m *Message) bool {
	return f.Unnamed && m.From.Name == "" && m.To.Name == ""
}

func (f *Filter) wantsProcess(e End) bool {
	return e.HasProcess() && // else nobody is known
		(len(f.Pids) == 0 || slices.Contains(f.Pids, e.Pid)) &&
		(len(f.Comms) == 0 || slices.Contains(f.Comms, e.Comm)) &&
		(len(f.UIDs) == 0 || slices.Contains(f.UIDs, e.UID)) &&
		(len(f.Cgroups) == 0 || e.Cgroup != 0 && slices.Contains(f.Cgroups, e.Cgroup))
}

// isAny reports whether a pattern selects the socket of an end, by what it is called or where
// its file was.
func (e *End) isAny(patterns []Pattern) bool {
	return slices.ContainsFunc(patterns, func(p Pattern) bool {
		return p.Match(e.Name) || e.Path != "" && p.Match(Name(e.Path))
	})
}
