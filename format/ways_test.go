package format

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestWays: what is remembered is what would be said anew, whatever changes from one message
// to the next.
func TestWays(t *testing.T) {
	rnd := testrand.New(t)
	end := func() End {
		return End{
			Pid: rnd.IntN(3), Tid: rnd.IntN(2), Comm: []string{"", "a", "b c"}[rnd.IntN(3)],
			Inode: rnd.Uint64N(4), Name: []Name{"", "/x", "\x00y"}[rnd.IntN(3)], Path: []string{"", "/moved"}[rnd.IntN(2)],
		}
	}
	var w ways
	m := &Message{From: end(), To: end(), Type: Stream}
	for range 5000 {
		switch rnd.IntN(10) {
		case 0:
			m.From = end()
		case 1:
			m.To = end()
		case 2:
			m.Type = []SocketType{Stream, Datagram, Seqpacket}[rnd.IntN(3)]
		case 3, 4, 5:
			m.From, m.To = m.To, m.From
		}
		if got, want := string(w.append(nil, m)), string(m.appendBetween(nil, nil)); got != want {
			t.Fatalf("%q is said of %+v, want %q", got, m, want)
		}
	}
}
