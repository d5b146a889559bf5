package sockets

import (
	"cmp"
	"os"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Table is all sockets of this network namespace at one time.
type Table struct {
	entries []entry
	byInode map[uint64]*entry
	root    string // of /proc
	paths   map[pathKey]string

	patience proc.Patience // with directories of others

	// Secretive says that there may be owners that this process may not see.
	Secretive bool
}

// entry is a socket with those that hold it.
type entry struct {
	*proc.Socket
	owners []Owner
}

// Read lists all sockets and their owners from the kernel and the /proc at the given
// path. Limited says why it does not know all it should.
func Read(root string) (t *Table, limited, err error) {
	t, limited, err = ReadSockets(root)
	if err != nil {
		return nil, nil, err
	}
	denied, err := proc.Holders(root, t.hold)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range t.entries {
		slices.SortFunc(e.owners, func(a, b Owner) int { return cmp.Compare(a.Pid, b.Pid) })
	}
	t.Secretive = denied > 0 || os.Geteuid() != 0 // processes may be hidden altogether
	return t, limited, nil
}

// ReadSockets is Read, but that no owners are looked for: there may be many thousand
// descriptors.
func ReadSockets(root string) (t *Table, limited, err error) {
	list, limited, err := proc.Sockets(root)
	if err != nil {
		return nil, nil, err
	}
	return newTable(root, list), limited, nil
}

func newTable(root string, list []*proc.Socket) *Table {
	const hung = 3
	t := &Table{
		root:     root,
		patience: proc.NewPatience(hung, proc.LookPatience),
		entries:  make([]entry, len(list)),
		byInode:  make(map[uint64]*entry, len(list)),
	}
	for i, s := range list {
		t.entries[i].Socket = s
		t.byInode[s.Inode] = &t.entries[i]
	}
	return t
}

// hold notes that a process holds a socket. It is told of one process after the other.
func (t *Table) hold(inode uint64, p proc.Process) {
	e := t.byInode[inode]
	if e == nil {
		return
	}
	if n := len(e.owners); n == 0 || e.owners[n-1].Pid != p.Pid {
		e.owners = append(e.owners, Owner{Pid: p.Pid, UID: p.UID, Comm: p.Comm})
	}
}

// IsEmpty reports whether there is no socket at all.
func (t *Table) IsEmpty() bool { return len(t.entries) == 0 }

// Peer is the inode number of the socket that another is connected to, 0 if it is none
// or unknown.
func (t *Table) Peer(inode uint64) uint64 {
	if e := t.byInode[inode]; e != nil {
		return e.Peer
	}
	return 0
}

// Names are those that sockets are bound to, with repetitions.
func (t *Table) Names() []format.Name {
	var names []format.Name
	for _, e := range t.entries {
		if e.Name != "" {
			names = append(names, format.Name(e.Name))
		}
	}
	return names
}

// Wants reports whether a filter wants any of the sockets.
func (t *Table) Wants(f *format.Filter) bool {
	m := newMatcher(f)
	return slices.ContainsFunc(t.entries, func(e entry) bool { return m.wants(&e, t.byInode[e.Peer]) })
}

// Matching are the sockets that a filter wants, in the order in which people look for
// them. Control groups are not known here: the filter must have none.
func (t *Table) Matching(f *format.Filter) []*Listed {
	m := newMatcher(f)
	wanted := make([]*Listed, 0, len(t.entries))
	t.paths = map[pathKey]string{}
	for i := range t.entries {
		if e := &t.entries[i]; m.wants(e, t.byInode[e.Peer]) {
			wanted = append(wanted, t.listed(e))
		}
	}
	sortListed(wanted)
	return wanted
}

func (t *Table) listed(e *entry) *Listed {
	l := &Listed{
		End:       t.end(e),
		Type:      format.SocketType(e.Type),
		State:     e.State,
		UID:       e.UID,
		Peer:      End{Inode: e.Peer},
		RecvQueue: e.RecvQueue,
		SendQueue: e.SendQueue,
	}
	if peer := t.byInode[e.Peer]; peer != nil {
		l.Peer = t.end(peer)
	}
	return l
}

func (t *Table) end(e *entry) End {
	return End{Inode: e.Inode, Name: format.Name(e.Name), Path: t.pathOf(e), Owners: e.owners}
}

// pathKey is what sockets have in common that were accepted from the same one.
type pathKey struct {
	name  string
	file  proc.FileID
	owner int
}

// pathOf is where the file of a socket is now, if that is not what it is called.
func (t *Table) pathOf(e *entry) string {
	if e.File == (proc.FileID{}) {
		return ""
	}
	k := pathKey{name: e.Name, file: e.File}
	var pids []int
	for _, o := range e.owners {
		pids = append(pids, o.Pid)
		k.owner = pids[0]
	}
	path, known := t.paths[k]
	if !known {
		found := make(chan string, 1)
		t.patience.Look(func() { found <- proc.PathNow(t.root, e.Name, e.File, pids) })
		select {
		case path = <-found:
		default: // its directory does not answer, or too many did not
		}
		t.paths[k] = path
	}
	return path
}
