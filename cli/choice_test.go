package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// conversations are made-up sockets: 1 listens, accepted 2 from 3 and lets 4 wait;
// 5 and 6 are a pair; 7 sends datagrams to 8; nobody is known to hold 9.
func conversations() *table {
	server := []format.Owner{{Pid: 10, UID: 0, Comm: "server"}, {Pid: 11, UID: 33, Comm: "worker"}}
	client := []format.Owner{{Pid: 20, UID: 1000, Comm: "client"}}
	file := proc.FileID{Device: 8<<20 | 1, Inode: 77}
	t := &table{byInode: map[uint64]*entry{}, entries: []entry{
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

func TestChoice(t *testing.T) {
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
		flags   filterFlags
		want    []uint64
	}{
		{"everything", nil, filterFlags{}, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"a name, with peers", patterns("/run/x.sock"), filterFlags{}, []uint64{1, 2, 3, 4}},
		{"prefixes", patterns("/run*", "@l*"), filterFlags{}, []uint64{1, 2, 3, 4, 7, 8}},
		{"another name", patterns("@lo"), filterFlags{}, nil},
		{"except", patterns("*"), filterFlags{exclude: patterns("/run/*")}, []uint64{5, 6, 7, 8, 9}},
		{"except, of everything", nil, filterFlags{exclude: patterns("@log")}, []uint64{1, 2, 3, 4, 5, 6, 9}},
		{"inode, with its peer", nil, filterFlags{inodes: []uint64{3}}, []uint64{2, 3}},
		{"inode or name", patterns("@log"), filterFlags{inodes: []uint64{5}}, []uint64{5, 6, 7, 8}},
		{"unnamed", nil, filterFlags{unnamed: true}, []uint64{5, 6, 9}},
		{"unnamed or name", patterns("@log"), filterFlags{unnamed: true}, []uint64{5, 6, 7, 8, 9}},
		{"type", nil, filterFlags{types: []format.SocketType{format.Datagram, format.Seqpacket}}, []uint64{5, 6, 7, 8}},
		{"pid, with peers", nil, filterFlags{pids: []int{20}}, []uint64{2, 3, 4, 7}},
		{"pids and type", nil, filterFlags{pids: []int{20, 21}, types: []format.SocketType{format.Stream}}, []uint64{2, 3, 4}},
		{"comm", nil, filterFlags{comms: []string{"worker"}}, []uint64{1, 2, 3, 4, 5, 6}},
		{"comm and user of one process", nil, filterFlags{comms: []string{"worker"}, uids: []int{0}}, nil},
		{"name and comm", patterns("/run/x.sock"), filterFlags{comms: []string{"client"}}, []uint64{2, 3, 4}},
		{"user of a process", nil, filterFlags{uids: []int{33}}, []uint64{1, 2, 3, 4, 5, 6}},
		{"user of a socket that nobody holds", nil, filterFlags{uids: []int{4711}}, []uint64{9}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := chosen(conversations(), newChoice(&listOptions{filterFlags: test.flags, sockets: test.sockets}))
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// chosen are the inode numbers of the sockets that are wanted.
func chosen(t *table, c *choice) (inodes []uint64) {
	for i := range t.entries {
		if e := &t.entries[i]; c.wants(e, t.byInode[e.Peer]) {
			inodes = append(inodes, e.Inode)
		}
	}
	return inodes
}

// TestChoiceByFile: a path means the file, whatever the socket was bound as.
func TestChoiceByFile(t *testing.T) {
	c := newChoice(&listOptions{sockets: []format.Pattern{{Name: "/some/other/name"}}})
	if got := chosen(conversations(), c); got != nil {
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
		c.names[0].file = test.file
		if got := chosen(conversations(), c); !slices.Equal(got, test.want) {
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
		o := &listOptions{}
		if test.pattern != "" {
			p, err := format.ParsePattern(test.pattern)
			if err != nil {
				t.Fatal(err)
			}
			o.sockets = append(o.sockets, p)
		}
		if got := conversations().nothing(o); got != test.want {
			t.Errorf("%s: got %s", test.pattern, got)
		}
	}
	if got := (&table{}).nothing(&listOptions{}); !strings.Contains(got, "there is no unix socket") {
		t.Errorf("without sockets: %s", got)
	}
}
