package packets_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// happening makes an event of a message.
func happening(m *format.Message, e format.Event) *format.Message {
	n := *m
	n.Len, n.Parts, n.Event = 0, nil, &e
	return &n
}

// life is that of a connection, with an attempt before it that failed.
func life(t format.SocketType) []*format.Message {
	ask := between(t, "/run/x", []byte("ask"))
	tell := answer(ask, []byte("tell"))
	failed := happening(ask, format.Event{Kind: format.Connect, Error: unix.EAGAIN})
	failed.To = format.End{UID: -1, Name: "/run/x"}
	listener := happening(tell, format.Event{Kind: format.Close})
	listener.From.Inode, listener.To = 99, format.End{UID: -1}
	all := []*format.Message{
		failed, happening(ask, format.Event{Kind: format.Connect}), happening(tell, format.Event{Kind: format.Accept}),
		ask, tell, happening(ask, format.Event{Kind: format.Shutdown, Write: true}),
		happening(tell, format.Event{Kind: format.Refused, Error: unix.EPIPE, Offered: 8}),
		happening(tell, format.Event{Kind: format.Close, First: true}), happening(ask, format.Event{Kind: format.Close}),
		listener,
	}
	for i, m := range all {
		c := *m
		c.Time = c.Time.Add(time.Duration(i) * time.Millisecond)
		all[i] = &c
	}
	return all
}

// TestEventsRoundTrip: events are read back as they were by who asks for them, and nobody else.
func TestEventsRoundTrip(t *testing.T) {
	for _, o := range everyLook {
		for _, kind := range []format.SocketType{format.Stream, format.Datagram, format.Seqpacket} {
			want := life(kind)
			file := encode(t, o, want...)
			got, _, err := decode(bytes.NewReader(file))
			if err != io.EOF || len(got) != 2 || got[0].IsEvent() || got[1].IsEvent() {
				t.Errorf("%+v: %d messages, %v", o, len(got), err)
			}
			in, err := packets.Open(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			in.ShowEvents()
			got = nil
			for {
				m, err := in.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, m)
			}
			if diff := cmp.Diff(want, got, sameTime); diff != "" || in.Hidden() != 0 {
				t.Errorf("%+v: %s", o, diff)
			}
		}
	}
}

// TestHiddenEvents: what is passed over is counted.
func TestHiddenEvents(t *testing.T) {
	in, err := packets.Open(bytes.NewReader(encode(t, packets.DefaultOptions(), life(format.Stream)...)))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = in.Next()
	}
	if in.Hidden() != 8 {
		t.Errorf("%d events were passed over, want 8", in.Hidden())
	}
}

// TestEventsInWireshark: a connection begins with SYN and ends with FIN, one that failed is
// reset, and nothing is wrong with any of it.
func TestEventsInWireshark(t *testing.T) {
	tshark := testhost.Tool(t, testhost.OnEveryChange, "tshark")
	file := filepath.Join(t.TempDir(), "x.pcapng")
	if err := os.WriteFile(file, encode(t, packets.DefaultOptions(), life(format.Stream)...), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(args ...string) string {
		t.Helper()
		out, err := exec.Command(tshark, append([]string{"-r", file}, args...)...).Output()
		if err != nil {
			t.Fatalf("tshark %s: %v", strings.Join(args, " "), err)
		}
		return string(out)
	}
	got := ask("-Y", "tcp", "-T", "fields", "-E", "separator=/s", "-e", "tcp.completeness", "-e", "tcp.stream", "-e", "tcp.flags.str", "-e", "tcp.seq", "-e", "tcp.ack", "-e", "tcp.len", "-o", "tcp.relative_sequence_numbers:FALSE")
	const want = `0 0 ··········S· 0 0 0
1 0 ·······A·R·· 0 1 0
0 1 ··········S· 0 0 0
1 1 ·······A··S· 0 1 0
3 1 ·······AP··· 1 1 3
11 1 ·······AP··· 1 4 4
11 1 ·······A···F 4 5 0
31 1 ·······A···F 5 5 0
31 1 ·······A···· 5 6 0
` // 31 in front is a connection that is complete, with data
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Nothing is wrong with any of it, and what is no TCP has its text.
	// So has a listener that is closed, as that is no connection.
	odd := ask("-Y", "tcp.analysis.flags || _ws.malformed || tcp.checksum.status == 0 || !tcp", "-o", "tcp.check_checksum:TRUE", "-T", "fields", "-e", "frame.comment")
	if strings.Count(odd, "\n") != 2 || !strings.Contains(odd, "event=close") || !strings.Contains(odd, "event=refused error=EPIPE offered=8") {
		t.Errorf("tshark finds fault with\n%s", odd)
	}
}
