package replay

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// long is a timeout that no test runs into.
const long = time.Minute

// line is what one side says at once: "c" or "s" for the side, then the bytes.
func conversation(typ format.SocketType, lines ...string) *format.Conversation {
	client := format.End{Pid: 1, Comm: "client", Inode: 1}
	server := format.End{Pid: 2, Comm: "server", Inode: 2, Name: "/run/s"}
	if typ == format.Datagram {
		client.Name = "\x00client"
	}
	c := &format.Conversation{ID: "1", Type: typ, Client: client, Server: server}
	for _, l := range lines {
		m := &format.Message{Type: typ, From: client, To: server, Len: int64(len(l) - 1)}
		if l[0] == 's' {
			m.From, m.To = server, client
		}
		if m.Len > 0 {
			m.Parts = []format.Part{{Data: []byte(l[1:])}}
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}

// stream is a conversation over a stream.
func stream(lines ...string) *format.Conversation { return conversation(format.Stream, lines...) }

// types are those that a socket may have.
var types = []format.SocketType{format.Stream, format.Seqpacket, format.Datagram}

// generator makes conversations.
type generator struct{ *rand.Rand }

func newGenerator(t *testing.T) generator {
	return generator{testrand.New(t)}
}

// conversation is one of at least two messages, in both directions.
func (g generator) conversation(typ format.SocketType) *format.Conversation {
	lines := []string{"c" + g.text()}
	for range g.IntN(12) {
		lines = append(lines, string("cs"[g.IntN(2)])+g.text())
	}
	return conversation(typ, append(lines, "s"+g.text())...)
}

// text is random bytes, some at least.
func (g generator) text() string {
	b := make([]byte, 1+g.IntN([]int{1, 20, 200, 100_000}[g.IntN(4)]))
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return string(b)
}

// resplit is the same conversation over a stream, with other boundaries of sends.
func (g generator) resplit(c *format.Conversation) *format.Conversation {
	split := *c
	split.Messages = nil
	for _, m := range c.Messages {
		data := m.Parts[0].Data
		for at := 0; at < len(data); {
			size := 1 + g.IntN(len(data)-at)
			piece := *m
			piece.Len, piece.Parts = int64(size), []format.Part{{Data: data[at : at+size]}}
			split.Messages = append(split.Messages, &piece)
			at += size
		}
	}
	return &split
}

// socketName is a new name of either kind.
func socketName(t *testing.T, abstract bool) format.Name {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	if abstract {
		return format.Name("\x00" + path + "\x00\xff@")
	}
	return format.Name(path)
}

// results plays conversations and returns what is reported.
func results(t *testing.T, ctx context.Context, o Options, list ...*format.Conversation) ([]*Result, error) {
	t.Helper()
	if o.Timeout == 0 {
		o.Timeout = long
	}
	var all []*Result
	err := Play(ctx, list, o, func(r *Result) error {
		all = append(all, r)
		return nil
	})
	return all, err
}

// playing is a server that plays.
type playing struct {
	results []*Result
	err     error
	done    chan struct{}
	cancel  func()
}

// serve has a server play until the test ends.
func serve(t *testing.T, o Options, list ...*format.Conversation) *playing {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready := make(chan struct{})
	o.Role, o.Ready = Server, func() { close(ready) }
	p := &playing{done: make(chan struct{}), cancel: cancel}
	go func() {
		defer close(p.done)
		p.results, p.err = results(t, ctx, o, list...)
	}()
	t.Cleanup(func() { cancel(); <-p.done })
	select {
	case <-ready:
	case <-p.done:
		t.Fatal(p.err)
	}
	return p
}

// play has a client play one conversation with a server of its own.
func playAgainst(t *testing.T, o Options, captured, live *format.Conversation) *Result {
	t.Helper()
	o.Socket = socketName(t, true)
	p := serve(t, Options{Socket: o.Socket}, live)
	o.Role = Client
	all, err := results(t, t.Context(), o, captured)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	p.cancel()
	return all[0]
}

// TestPlayedBySelf: client and server that play the same conversations find them the
// same, whatever the type, the sizes and, in streams, the pieces. Files are gone behind.
func TestPlayedBySelf(t *testing.T) {
	for _, typ := range types {
		for _, abstract := range []bool{false, true} {
			t.Run(fmt.Sprint(typ, " abstract ", abstract), func(t *testing.T) {
				t.Parallel()
				g := newGenerator(t)
				var list, other []*format.Conversation
				for range 8 {
					c := g.conversation(typ)
					list = append(list, c)
					if typ == format.Stream {
						c = g.resplit(c)
					}
					other = append(other, c)
				}
				name := socketName(t, abstract)
				p := serve(t, Options{Socket: name}, list...)
				o := Options{Role: Client, Socket: name}
				if !abstract && typ == format.Datagram {
					o.Bind = name + "-client"
				}
				heard, err := results(t, t.Context(), o, other...)
				<-p.done
				if err != nil || p.err != nil {
					t.Fatal(err, p.err)
				}
				if len(heard) != len(list) || len(p.results) != len(list) {
					t.Fatalf("%d and %d results", len(heard), len(p.results))
				}
				for i, r := range append(heard, p.results...) {
					c := r.Conversation
					if r.Verdict != Same || r.Sent+r.Compared != len(c.Messages) || r.Difference != nil || r.Uncaptured != 0 {
						t.Errorf("result %d: %+v %+v", i, r, r.Difference)
					}
				}
				if !abstract {
					if left, err := os.ReadDir(filepath.Dir(string(name))); len(left) != 0 {
						t.Errorf("%v left, %v", left, err)
					}
				}
			})
		}
	}
}

// TestDuplex: where the sides do not take turns, all is still compared, and who plays says
// so; a difference is told by the send that it is in.
func TestDuplex(t *testing.T) {
	lines := []string{
		"cGET /chat HTTP/1.1\r\nUpgrade: x\r\n\r\n", "sHTTP/1.1 101 Switching Protocols\r\n\r\n",
		"sone", "stwo", "cstdin", "cmore", "sthree", "sfour",
	}
	captured, live := stream(lines...), stream(lines...)
	r := playAgainst(t, Options{}, captured, live)
	if r.Verdict != Same || r.Sent != 3 || r.Compared != 5 {
		t.Errorf("%+v %+v", r, r.Difference)
	}
	const note = "from message 3 on the sides do not take turns (HTTP status 101 switched to another protocol): ours are sent once what the capture has before them has come"
	if !slices.Equal(r.Notes, []string{note}) {
		t.Errorf("%q", r.Notes)
	}
	live.Messages[7].Parts[0].Data = []byte("f0ur")
	r = playAgainst(t, Options{}, captured, live)
	if d := r.Difference; r.Verdict != Different || d.Message != 8 || d.Last != 8 || d.Offset != 1 {
		t.Errorf("%+v %+v", r, d)
	}
}

// TestFlippedByte: another byte anywhere is found right there, in the numbers of the
// captured messages, unless it is ignored.
func TestFlippedByte(t *testing.T) {
	for _, typ := range types {
		t.Run(typ.String(), func(t *testing.T) {
			t.Parallel()
			g := newGenerator(t)
			for range 8 {
				captured := g.conversation(typ)
				turn, offset, live := g.flip(t, captured)
				r := playAgainst(t, Options{}, captured, live)
				d := r.Difference
				if r.Verdict != Different || d == nil || d.Message != turn.first || d.Last != turn.last || d.Offset != offset {
					t.Fatalf("want message %d-%d, offset %d: %+v %+v", turn.first, turn.last, offset, r, d)
				}
				whole := turn.bytes()
				at := offset - d.Start
				if at < 0 || at >= int64(len(d.Expected)) || at >= int64(len(d.Got)) || d.Expected[at] == d.Got[at] {
					t.Fatalf("want a difference at %d: %+v", at, d)
				}
				if !bytes.HasPrefix(whole[d.Start:], d.Expected) || !bytes.HasPrefix(whole[d.Start:], d.Got[:at]) || len(d.Got) > 4*format.HexWidth {
					t.Fatalf("not what was said: %+v", d)
				}
				for _, ignore := range []Ignore{{0, offset, 1}, {turn.first, max(0, offset-3), 4}, {0, 0, turn.len}} {
					if r := playAgainst(t, Options{Ignore: []Ignore{ignore}}, captured, live); r.Verdict != Same {
						t.Fatalf("ignoring %v: %+v %+v", ignore, r, r.Difference)
					}
				}
				for _, ignore := range []Ignore{{0, offset + 1, 5}, {turn.first + 1, offset, 1}, {turn.last + 2, offset, 1}} {
					if r := playAgainst(t, Options{Ignore: []Ignore{ignore}}, captured, live); r.Verdict != Different || r.Difference.Offset != offset {
						t.Fatalf("ignoring %v: %+v %+v", ignore, r, r.Difference)
					}
				}
			}
		})
	}
}

// flip changes a byte that the server says. It returns where that is.
func (g generator) flip(t *testing.T, c *format.Conversation) (turn, int64, *format.Conversation) {
	t.Helper()
	s, err := newScript(c, Client)
	if err != nil {
		t.Fatal(err)
	}
	var theirs []turn
	for _, turn := range s.turns {
		if !turn.ours {
			theirs = append(theirs, turn)
		}
	}
	chosen := theirs[g.IntN(len(theirs))]
	offset := g.Int64N(chosen.len)
	flipped := *c
	flipped.Messages = append([]*format.Message(nil), c.Messages...)
	at := offset
	for i := chosen.first - 1; ; i++ {
		m := *c.Messages[i]
		if at >= m.Len {
			at -= m.Len
			continue
		}
		data := bytes.Clone(m.Parts[0].Data)
		data[at] ^= byte(1 + g.IntN(255))
		m.Parts = []format.Part{{Data: data}}
		flipped.Messages[i] = &m
		return chosen, offset, &flipped
	}
}
