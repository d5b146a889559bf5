package program

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Filter says which sends to capture.
type Filter struct {
	format.Filter

	// Follow adds to the Pids what these processes start, and so on.
	Follow bool

	// Groups are names of control groups that are wanted when they are made later, with all
	// groups in them, and with those in Cgroups: if there is any, nothing but these and
	// Cgroups is.
	Groups []proc.GroupName

	// Aside are processes to leave out, whatever they say to whom.
	Aside []int

	// Connections has what happens to connections told, too, and Refused what is refused:
	// attempts to connect, and sends.
	Connections, Refused bool

	// Started has processes told that begin to run another program, of all on the machine.
	Started bool

	// Memfd is how many bytes of each memfd that is passed are told, none if 0.
	Memfd int

	// Self is a process id in the initial pid namespace whose sends are never
	// captured: our own, or 0 if it is not known.
	Self int
}

func (f *Filter) byName() bool { return len(f.Names) > 0 || len(f.Exclude) > 0 }

// byAnyName reports whether there is a pattern for sockets that are not bound, too.
func (f *Filter) byAnyName() bool {
	return slices.ContainsFunc(f.patterns(), func(p format.Pattern) bool { return p.Name == "" })
}

// byFile reports whether there are names that are paths: then it matters which
// file a socket is bound to, and not only what it was called.
func (f *Filter) byFile() bool { return len(f.Paths()) > 0 }

// byGroup reports whether control groups are asked for that are made later.
func (f *Filter) byGroup() bool { return len(f.Groups) > 0 }

// ByProcess reports whether there is a criterion for processes.
func (f *Filter) ByProcess() bool { return f.Filter.ByProcess() || f.byGroup() }

func (f *Filter) byPid() bool { return len(f.Pids) > 0 || len(f.Aside) > 0 }

// byOwner reports whether it matters whose an end is.
func (f *Filter) byOwner() bool { return f.ByProcess() || f.byPid() }

// byIdentity reports whether a verdict needs the identities of sockets or processes.
func (f *Filter) byIdentity() bool { return f.byOwner() || len(f.Inodes) > 0 }

// refuses reports whether a send can be refused though all else speaks for it.
func (f *Filter) refuses() bool { return len(f.Exclude) > 0 || len(f.Aside) > 0 }

func (f *Filter) patterns() []format.Pattern { return slices.Concat(f.Names, f.Exclude) }

// Paths are the patterns that are paths.
func (f *Filter) Paths() []format.Pattern {
	return slices.DeleteFunc(f.patterns(), func(p format.Pattern) bool { return !isPath(p) })
}

func isPath(p format.Pattern) bool { return p.Name != "" && p.Name[0] != 0 }
