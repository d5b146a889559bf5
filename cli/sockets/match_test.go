package sockets

import (
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// conversations are made-up sockets: 1 listens, accepted 2 from 3 and lets 4 wait;
// 5 and 6 are a pair; 7 sends datagrams to 8; nobody is known to hold 9.
func conversations() *Table {
	server := []Owner{{Pid: 10, UID: 0, Comm: "server"}, {Pid: 11, UID: 33, Comm: "worker"}}
	client := []Owner{{Pid: 20, UID: 1000, Comm: "client"}}
	file := proc.FileID{Device: 8<<20 | 1, Inode: 77}
	t := &Table{byInode: map[uint64]*entry{}, entries: []entry{
		{&proc.Socket{Inode: 1, Type: 1, State: proc.Listening, Name: "/run/x.sock", File: file}, server},
		{&proc.Socket{Inode: 2, Type: 1, State: proc.Connected, Name: "/run/x.sock", File: file, Peer: 3}, server[1:]},
		{&proc.Socket{Inode: 3, Type: 1, State: proc.Connected, Peer: 2, UID: 1000}, client},
		{&proc.Socket{Inode: 4, Type: 1, State: proc.Pending, Peer: 1, UID: 1000}, client},
		{&proc.Socket{Inode: 5, Type: 5, State: proc.Connected, Peer: 6}, server},
		{&proc.Socket{Inode: 6, Type: 5, State: proc.Connected, Peer: 5}, server},
		{&proc.Socket{Inode: 7, Type: 2, State: proc.Connected, Peer: 8}, client},
		{&proc.Socket{Inode: 8, Type: 2, Name: "\x00log"}, server[:1]},
		{&proc.Socket{Inode: 9, Type: 1, UID: 4711}, nil},
	}}
	for i := range t.entries {
		t.byInode[t.entries[i].Inode] = &t.entries[i]
	}
	return t
}

func TestMatching(t *testing.T) {
	pattern := func(s string) format.Pattern {
		p, err := format.ParsePattern(s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	patterns := func(s ...string) (list []format.Pattern) {
		for _, s := range s {
			list = append(list, pattern(s))
		}
		return list
	}
	for _, test := range []struct {
		name    string
		sockets []format.Pattern
		filter  format.Filter
		want    []uint64
	}{
		{"everything", nil, format.Filter{}, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"a name, with peers", patterns("/run/x.sock"), format.Filter{}, []uint64{1, 2, 3, 4}},
		{"prefixes", patterns("/run*", "@l*"), format.Filter{}, []uint64{1, 2, 3, 4, 7, 8}},
		{"another name", patterns("@lo"), format.Filter{}, nil},
		{"except", patterns("*"), format.Filter{Exclude: patterns("/run/*")}, []uint64{5, 6, 7, 8, 9}},
		{"except, of everything", nil, format.Filter{Exclude: patterns("@log")}, []uint64{1, 2, 3, 4, 5, 6, 9}},
		{"inode, with its peer", nil, format.Filter{Inodes: []uint64{3}}, []uint64{2, 3}},
		{"inode or name", patterns("@log"), format.Filter{Inodes: []uint64{5}}, []uint64{5, 6, 7, 8}},
		{"unnamed", nil, format.Filter{Unnamed: true}, []uint64{5, 6, 9}},
		{"unnamed or name", patterns("@log"), format.Filter{Unnamed: true}, []uint64{5, 6, 7, 8, 9}},
		{"type", nil, format.Filter{Types: []format.SocketType{format.Datagram, format.Seqpacket}}, []uint64{5, 6, 7, 8}},
		{"pid, with peers", nil, format.Filter{Pids: []int{20}}, []uint64{2, 3, 4, 7}},
		{"pids and type", nil, format.Filter{Pids: []int{20, 21}, Types: []format.SocketType{format.Stream}}, []uint64{2, 3, 4}},
		{"comm", nil, format.Filter{Comms: []string{"worker"}}, []uint64{1, 2, 3, 4, 5, 6}},
		{"comm and user of one process", nil, format.Filter{Comms: []string{"worker"}, UIDs: []int{0}}, nil},
		{"name and comm", patterns("/run/x.sock"), format.Filter{Comms: []string{"client"}}, []uint64{2, 3, 4}},
		{"user of a process", nil, format.Filter{UIDs: []int{33}}, []uint64{1, 2, 3, 4, 5, 6}},
		{"user of a socket that nobody holds", nil, format.Filter{UIDs: []int{4711}}, []uint64{9}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.filter.Names = test.sockets
			got := chosen(conversations(), newMatcher(&test.filter))
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// chosen are the inode numbers of the sockets that are wanted.
func chosen(t *Table, m *matcher) (inodes []uint64) {
	for i := range t.entries {
		if e := &t.entries[i]; m.wants(e, t.byInode[e.Peer]) {
			inodes = append(inodes, e.Inode)
		}
	}
	return inodes
}

// TestMatchingByFile: a path means the file, whatever the socket was bound as.
func TestMatchingByFile(t *testing.T) {
	m := newMatcher(&format.Filter{Names: []format.Pattern{{Name: "/some/other/name"}}})
	if got := chosen(conversations(), m); got != nil {
		t.Errorf("got %v for a name that is nowhere", got)
	}
	for _, test := range []struct {
		file proc.FileID
		want []uint64
	}{
		{proc.FileID{Device: 8<<20 | 1, Inode: 77}, []uint64{1, 2, 3, 4}},
		{proc.FileID{Device: 8<<20 | 1, Inode: 1<<32 + 77}, []uint64{1, 2, 3, 4}}, // of which the kernel tells half
		{proc.FileID{Device: 8<<20 | 2, Inode: 77}, nil},
		{proc.FileID{Device: 8<<20 | 1, Inode: 78}, nil},
		{proc.FileID{}, nil},
	} {
		m.names[0].files = []proc.FileID{test.file}
		if got := chosen(conversations(), m); !slices.Equal(got, test.want) {
			t.Errorf("%+v: got %v, want %v", test.file, got, test.want)
		}
	}
}

func TestNothing(t *testing.T) {
	for _, test := range []struct{ pattern, want string }{
		{"/var/run/x.sock", "no socket matches; similar names are /run/x.sock"},
		{"@logs", "no socket matches; similar names are @log"},
		{"/nowhere/near", "no socket matches; unixsnoop list without arguments shows all"},
		{"/run/x.sock", "no socket matches; unixsnoop list without arguments shows all"}, // other criteria don't
		{"", "no socket matches"},
	} {
		f := &format.Filter{}
		if test.pattern != "" {
			p, err := format.ParsePattern(test.pattern)
			if err != nil {
				t.Fatal(err)
			}
			f.Names = append(f.Names, p)
		}
		if got := conversations().Nothing(f); got != test.want {
			t.Errorf("%s: got %s", test.pattern, got)
		}
	}
	if got := (&Table{}).Nothing(&format.Filter{}); !strings.Contains(got, "there is no unix socket") {
		t.Errorf("without sockets: %s", got)
	}
}
