package packets

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestWays: what is remembered of a way is what would be made of the message anew, whatever
// changes from one message to the next: its ends, the type, the host, who connected.
func TestWays(t *testing.T) {
	rnd := testrand.New(t)
	hosts := []*format.Host{nil, {Name: "one"}, {Name: "two"}}
	end := func() format.End {
		return format.End{
			Pid: rnd.IntN(3), Tid: rnd.IntN(2), UID: rnd.IntN(3) - 1, Comm: []string{"", "a", "b c"}[rnd.IntN(3)],
			Inode: rnd.Uint64N(4), Name: []format.Name{"", "/x", "\x00y"}[rnd.IntN(3)],
			Path: []string{"", "/moved"}[rnd.IntN(2)], Cgroup: rnd.Uint64N(2),
		}
	}
	for _, link := range []Link{PKTAP, IP, EXP} {
		w, err := NewWriter(io.Discard, Options{Link: link, Hosts: hosts[1:]})
		if err != nil {
			t.Fatal(err)
		}
		m := &format.Message{Type: format.Stream, From: end(), To: end()}
		again := 0
		for range 5000 {
			change(rnd, m, end, hosts)
			before := w.conversations.made
			way, err := w.way(m)
			if err != nil {
				t.Fatal(err)
			}
			if w.conversations.made == before {
				again++
			}
			if m.Event == nil { // else it begins one each time
				if c := w.conversations.of(m); way.conversation != c || way.direction != c.direction(m) {
					t.Fatalf("%+v goes the way of another conversation", m)
				}
			}
			if id, err := w.interfaceOf(m.SocketName(), m.Host); err != nil || id != way.iface {
				t.Fatalf("%+v belongs to interface %d, not %d: %v", m, id, way.iface, err)
			}
			if !bytes.Equal(way.ends, appendEnds(nil, m)) || !bytes.Equal(way.names, appendNames(nil, m)) {
				t.Fatalf("of %+v is said: %s, %s", m, way.ends, way.names)
			}
			if !bytes.Equal(way.pktap, appendPKTAP(nil, m, way.direction)) {
				t.Fatalf("%+v has the header of another", m)
			}
		}
		if again < 1000 {
			t.Errorf("only %d messages of 5000 went a way that was known", again)
		}
	}
}

// change changes a part of a message, or nothing.
func change(rnd *rand.Rand, m *format.Message, end func() format.End, hosts []*format.Host) {
	m.Event = nil
	switch rnd.IntN(12) {
	case 0:
		m.From = end()
	case 1:
		m.To = end()
	case 2:
		m.Type = []format.SocketType{format.Stream, format.Datagram, format.Seqpacket}[rnd.IntN(3)]
	case 3:
		m.Host = hosts[rnd.IntN(len(hosts))]
	case 4:
		m.Client = []uint64{0, m.From.Inode, m.To.Inode}[rnd.IntN(3)]
	case 5:
		m.Event = &format.Event{Kind: format.Connect}
	case 6, 7, 8:
		m.From, m.To = m.To, m.From
	}
	m.Time = time.Unix(1, 0)
}
