package format

import "testing"

func TestFilter(t *testing.T) {
	m := &Message{
		Type: Stream,
		From: End{Pid: 10, Comm: "client", UID: 1000, Inode: 100, Cgroup: 7},
		To:   End{Pid: 20, Comm: "server", UID: 0, Inode: 200, Name: "/run/x"},
	}
	unnamed := &Message{Type: Datagram, From: End{Pid: 10, Inode: 1}, To: End{UID: -1}}
	for _, test := range []struct {
		name   string
		filter Filter
		m      *Message
		want   bool
	}{
		{"nothing asked for", Filter{}, m, true},
		{"name", Filter{Names: []Pattern{{Name: "/run/x"}}}, m, true},
		{"another name", Filter{Names: []Pattern{{Name: "/run/y"}}}, m, false},
		{"prefix", Filter{Names: []Pattern{{Name: "/run/y"}, {Name: "/run/", Prefix: true}}}, m, true},
		{"inode of the sender", Filter{Inodes: []uint64{100}}, m, true},
		{"inode of nobody", Filter{Inodes: []uint64{0}}, unnamed, false},
		{"inode or name", Filter{Inodes: []uint64{5}, Names: []Pattern{{Name: "/run/x"}}}, m, true},
		{"unnamed", Filter{Unnamed: true}, m, false},
		{"unnamed", Filter{Unnamed: true}, unnamed, true},
		{"type", Filter{Types: []SocketType{Datagram, Stream}}, m, true},
		{"another type", Filter{Types: []SocketType{Seqpacket}}, m, false},
		{"sender", Filter{Pids: []int{10}}, m, true},
		{"receiver", Filter{Pids: []int{20}}, m, true},
		{"somebody else", Filter{Pids: []int{30}}, m, false},
		{"nobody", Filter{Pids: []int{0}}, unnamed, false},
		{"command", Filter{Comms: []string{"server"}}, m, true},
		{"user", Filter{UIDs: []int{0}}, m, true},
		{"control group", Filter{Cgroups: []uint64{7}}, m, true},
		{"one process for all", Filter{Pids: []int{10}, Comms: []string{"client"}}, m, true},
		{"each end for one", Filter{Pids: []int{10}, Comms: []string{"server"}}, m, false},
		{"process and another socket", Filter{Pids: []int{10}, Names: []Pattern{{Name: "/run/y"}}}, m, false},
		{"excluded", Filter{Exclude: []Pattern{{Name: "/run/x"}}}, m, false},
		{"excluded though asked for", Filter{Pids: []int{10}, Exclude: []Pattern{{Name: "/run/", Prefix: true}}}, m, false},
		{"another excluded", Filter{Exclude: []Pattern{{Name: "/run/y"}}}, m, true},
	} {
		if got := test.filter.Match(test.m); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
