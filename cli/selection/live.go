package selection

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes"
)

// Live says which sends are wanted, of what runs now.
type Live struct {
	format.Filter
	Follow     bool
	Containers []string // starts of their ids or names
	Terminal   bool     // our own terminal's, too
}

// Define adds the flags.
func (l *Live) Define(g *flags.Group) {
	Define(g, &l.Filter)
	g.BoolVarP(&l.Follow, "follow-forks", "f", false, "with -p, also the processes that these start")
	g.StringArrayVar(&l.Containers, "container", nil, "messages of the container whose id or name starts with `PREFIX`")
	g.BoolVar(&l.Terminal, "terminal", false, "also the programs that show this output, such as tmux, which are left out otherwise")
}

// Empty reports whether there is no criterion at all.
func (l *Live) Empty() bool {
	return !l.BySocket() && !l.ByProcess() && !l.Follow && len(l.Types)+len(l.Containers)+len(l.Exclude) == 0
}

// Check says why it can't be meant, if so.
func (l *Live) Check() error {
	if l.Follow && len(l.Pids) == 0 {
		return flags.Mistakef("-f follows the processes of -p, but there is none; give -p PID")
	}
	if slices.Contains(l.Containers, "") {
		return flags.Mistakef("--container is empty: it takes the beginning of a container's id or name")
	}
	for _, e := range l.Exclude {
		if e.Covers(format.Pattern{Prefix: true}) || l.leavesNothing(e) {
			return flags.Mistakef("--exclude %s leaves nothing to capture", e)
		}
	}
	return nil
}

// leavesNothing reports whether all sockets that are wanted, by their names alone, are
// left out.
func (l *Live) leavesNothing(exclude format.Pattern) bool {
	byName := len(l.Names) > 0 && len(l.Inodes) == 0 && !l.Unnamed
	return byName && !slices.ContainsFunc(l.Names, func(p format.Pattern) bool { return !exclude.Covers(p) })
}

// Probes is the filter for the kernel. It looks up the containers that there are. It fails if a
// name leads into a process that can't be looked into.
func (l *Live) Probes() (probes.Filter, error) {
	f := probes.Filter{Filter: l.Filter, Follow: l.Follow}
	if err := checkRoots(slices.Concat(l.Names, l.Exclude)); err != nil {
		return f, err
	}
	return f, l.addContainers(&f)
}
