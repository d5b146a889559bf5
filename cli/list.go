package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

const listUsage = `Usage:
  unixsnoop list [flags] [SOCKET...]   unix sockets, who owns them and their peers

Lists the sockets of this network namespace; nsenter -t PID -n shows others.
A SOCKET is listed with its peers, in both directions. Without '*', a path also
means the file there, under whatever name a socket was bound to it. See
unixsnoop --help for how names are written.

Flags:
`

// list carries out the subcommand of that name.
func list(args []string, stdout, stderr io.Writer) error {
	o, err := parseList(args, stdout)
	if err != nil {
		return err
	}
	// Most of what is read is kept until the end: there is little to collect.
	debug.SetGCPercent(400)
	table, limited, err := readSockets("/proc")
	if err != nil {
		return err
	}
	if limited != nil {
		fmt.Fprintln(stderr, "unixsnoop: peers and queues are unknown:", limited)
	}
	shown := table.choose(o)
	if len(shown) == 0 {
		fmt.Fprintln(stderr, "unixsnoop:", table.nothing(o))
	}
	if table.secretive && (slices.ContainsFunc(shown, ownerless) || len(shown) == 0 && o.byProcess()) {
		fmt.Fprintln(stderr, "unixsnoop: the owners of other users' sockets are unknown, root sees them")
	}
	if len(shown) == 0 {
		return nil // a header alone would look like a result
	}
	err = o.write(stdout, shown)
	switch {
	case errors.Is(err, syscall.EPIPE):
		return nil // head and the like have seen enough
	case err != nil:
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}

// listOptions are the values of the command line.
type listOptions struct {
	filterFlags
	sockets []format.Pattern
	write   func(io.Writer, []*format.Listed) error
}

func parseList(args []string, stdout io.Writer) (*listOptions, error) {
	o := &listOptions{}
	flags := pflag.NewFlagSet("unixsnoop list", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.SetOutput(io.Discard)
	o.register(flags)
	view := flags.String("format", "columns", "how to show the list, as `FORMAT`: columns, json")
	flags.Usage = func() {
		fmt.Fprint(stdout, listUsage, flags.FlagUsages())
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return nil, err
		}
		return nil, usageError{err}
	}
	switch *view {
	case "columns":
		o.write = format.WriteSockets
	case "json":
		o.write = format.WriteSocketsJSON
	default:
		return nil, usageError{fmt.Errorf("unknown format %q; known are columns, json", *view)}
	}
	if err := o.checkPids(); err != nil {
		return nil, usageError{err}
	}
	for _, arg := range flags.Args() {
		p, err := format.ParsePattern(arg)
		if err != nil {
			return nil, usageError{err}
		}
		o.sockets = append(o.sockets, p)
	}
	return o, nil
}

// entry is a socket with those that hold it.
type entry struct {
	*proc.Socket
	owners []format.Owner
}

// table is all sockets at one time.
type table struct {
	entries   []entry
	byInode   map[uint64]*entry
	secretive bool // there may be owners that this process may not see
}

// readSockets lists all sockets and their owners from the kernel and the /proc at
// the given path. Limited says why it does not know all it should.
func readSockets(root string) (t *table, limited, err error) {
	sockets, limited, err := proc.Sockets(root)
	if err != nil {
		return nil, nil, err
	}
	t = &table{
		entries: make([]entry, len(sockets)),
		byInode: make(map[uint64]*entry, len(sockets)),
	}
	for i := range sockets {
		e := &t.entries[i]
		e.Socket = sockets[i]
		t.byInode[e.Inode] = e
	}
	denied, err := proc.Holders(root, func(inode uint64, p proc.Process) {
		e := t.byInode[inode]
		if e == nil {
			return
		}
		if n := len(e.owners); n == 0 || e.owners[n-1].Pid != p.Pid {
			e.owners = append(e.owners, format.Owner{Pid: p.Pid, UID: p.UID, Comm: p.Comm})
		}
	})
	if err != nil {
		return nil, nil, err
	}
	for _, e := range t.entries {
		slices.SortFunc(e.owners, func(a, b format.Owner) int { return cmp.Compare(a.Pid, b.Pid) })
	}
	t.secretive = denied > 0 || os.Geteuid() != 0 // processes may be hidden altogether
	return t, limited, nil
}

// choose returns the sockets that are to be shown, in order.
func (t *table) choose(o *listOptions) []*format.Listed {
	c := newChoice(o)
	shown := make([]*format.Listed, 0, len(t.entries))
	for i := range t.entries {
		if e := &t.entries[i]; c.wants(e, t.byInode[e.Peer]) {
			shown = append(shown, t.socket(e))
		}
	}
	format.SortSockets(shown)
	return shown
}

func (t *table) socket(e *entry) *format.Listed {
	s := &format.Listed{
		ListedEnd: e.end(),
		Type:      format.SocketType(e.Type),
		State:     stateNames[e.State],
		UID:       e.UID,
		Peer:      format.ListedEnd{Inode: e.Peer},
		RecvQueue: e.RecvQueue,
		SendQueue: e.SendQueue,
	}
	if peer := t.byInode[e.Peer]; peer != nil {
		s.Peer = peer.end()
	}
	return s
}

func (e *entry) end() format.ListedEnd {
	return format.ListedEnd{Inode: e.Inode, Name: format.Name(e.Name), Owners: e.owners}
}

var stateNames = map[proc.SocketState]format.SocketState{
	proc.Unconnected: format.Unconnected,
	proc.Listening:   format.Listening,
	proc.Connected:   format.Connected,
	proc.Pending:     format.Pending,
	proc.HungUp:      format.HungUp,
}

func ownerless(s *format.Listed) bool {
	return len(s.Owners) == 0 || s.Peer.Inode != 0 && len(s.Peer.Owners) == 0
}

// nothing explains to people why no socket is shown.
func (t *table) nothing(o *listOptions) string {
	if len(t.entries) == 0 {
		return "there is no unix socket in this network namespace"
	}
	var (
		names   []format.Name
		nearest []string
	)
	for _, e := range t.entries {
		if e.Name != "" {
			names = append(names, format.Name(e.Name))
		}
	}
	for _, p := range o.sockets {
		if slices.ContainsFunc(names, p.Match) {
			continue // the name is right, another criterion does not fit
		}
		for _, name := range format.Nearest(p, names, maxNearest) {
			if s := name.String(); !slices.Contains(nearest, s) && len(nearest) < maxNearest {
				nearest = append(nearest, s)
			}
		}
	}
	switch {
	case len(nearest) > 0:
		return "no socket matches; similar names are " + strings.Join(nearest, ", ")
	case len(o.sockets) > 0:
		return "no socket matches; unixsnoop list without arguments shows all"
	}
	return "no socket matches"
}

const maxNearest = 3
