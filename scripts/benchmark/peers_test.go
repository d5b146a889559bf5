package main

import "testing"

// TestPeersCount: a line is a message, of bpftrace those at the time of the load.
func TestPeersCount(t *testing.T) {
	during := window{10, 20}
	for _, test := range []struct {
		peer, output string
		want         uint64
	}{
		{"bpftrace", "Attaching 3 probes...\nsent 9 benchmark 1 64\nsent 10 benchmark 1 64\nsent 20 benchmark 1 64\nsent 21 benchmark 1 64\n", 2},
		{"strace", "12 write(3, \"\\0\", 1) = 1\n12 sendto(3, \"\", 0, 0, NULL, 0) = 0\n12 +++ exited with 0 +++\n", 2},
	} {
		s := &scene{dir: t.TempDir()}
		writeFile(t, s.output(), test.output)
		c := peersByName[test.peer]
		if got, err := c.count(s, nil, during); err != nil || got.Captured != test.want {
			t.Errorf("%s: got %+v, %v", test.peer, got, err)
		}
	}
}
