package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes"
)

// selection is the part of a command line that says which sends are of interest.
type selection struct {
	filterFlags
	follow     bool
	containers []string
	terminal   bool // our own terminal's, too
	sockets    []format.Pattern
}

func (s *selection) register(flags *pflag.FlagSet) {
	s.filterFlags.register(flags)
	flags.BoolVarP(&s.follow, "follow-forks", "f", false, "with -p, also what these processes start")
	flags.StringArrayVar(&s.containers, "container", nil, "messages of the container whose id or name starts with `PREFIX`")
	flags.BoolVar(&s.terminal, "terminal", false, "also what the programs say that show this output, such as tmux")
}

// parseSockets reads the SOCKET arguments.
func (s *selection) parseSockets(args []string) error {
	for _, arg := range args {
		p, err := format.ParsePattern(arg)
		if err != nil {
			return usageError{err}
		}
		s.sockets = append(s.sockets, p)
	}
	return nil
}

// contradiction says why it can't be meant, if so.
func (s *selection) contradiction() error {
	if s.follow && len(s.pids) == 0 {
		return errors.New("-f follows the processes of -p, but there is none; give -p PID")
	}
	for _, e := range s.exclude {
		nothingLeft := len(s.sockets) > 0 && len(s.inodes) == 0 && !s.unnamed &&
			!slices.ContainsFunc(s.sockets, func(p format.Pattern) bool { return !e.Covers(p) })
		if nothingLeft || e.Covers(format.Pattern{Prefix: true}) {
			return fmt.Errorf("--exclude %s leaves nothing to capture", e)
		}
	}
	return nil
}

// criteria are those that need no look at what runs now.
func (s *selection) criteria() format.Filter { return s.forSockets(s.sockets) }

// filter is what the command line asks for.
func (s *selection) filter() (probes.Filter, error) {
	f := probes.Filter{Filter: s.criteria(), Follow: s.follow}
	groups := proc.NewCgroups("/proc")
	for _, prefix := range s.containers {
		ids, _ := groups.Containers(prefix)
		if len(ids) == 0 {
			return f, usageError{fmt.Errorf("no container has an id or name that starts with %q", prefix)}
		}
		f.Cgroups = append(f.Cgroups, ids...)
	}
	return f, nil
}
