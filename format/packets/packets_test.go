package packets_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// encode writes messages to a file.
func encode(t testing.TB, o packets.Options, messages ...*format.Message) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := packets.NewWriter(&file, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// decode reads all there is and the error at its end.
func decode(r io.Reader) ([]*format.Message, []format.Loss, error) {
	in, err := packets.Open(r)
	if err != nil {
		return nil, nil, err
	}
	var messages []*format.Message
	for {
		m, err := in.Next()
		if err != nil {
			return messages, in.Losses(), err
		}
		messages = append(messages, m)
	}
}

// sameTime compares times whatever their zone.
var sameTime = cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })

// generator makes messages whose every member may be set.
type generator struct{ *rand.Rand }

func newGenerator(t *testing.T) generator {
	return generator{testrand.New(t)}
}

func (g generator) message() *format.Message {
	m := &format.Message{
		Time:  time.Unix(1_700_000_000+g.Int64N(1e6), g.Int64N(1e9)),
		Type:  pick(g, format.Stream, format.Datagram, format.Seqpacket),
		From:  g.end(),
		To:    g.end(),
		Flags: pick(g, 0, g.Uint32()),
		Len:   pick(g, 0, g.Int64N(100), g.Int64N(70_000), g.Int64N(600_000)),
		Cred:  pick(g, nil, &format.Credentials{Pid: g.IntN(1 << 22), UID: g.IntN(1 << 16), GID: g.IntN(1 << 16)}),

		Offset:     pick(g, 0, g.Int64N(1<<40)),
		More:       g.IntN(2) == 0,
		Unreadable: pick(g, 0, g.Int64N(1e6)),
		Dropped:    pick(g, 0, g.Int64N(1e6)),
		Late:       g.IntN(2) == 0,
	}
	for range pick(g, 0, 0, 1, 3) {
		m.Files = append(m.Files, format.File{
			Descriptor: g.IntN(1000),
			Kind:       pick(g, format.RegularFile, format.Memfd, format.Socket, format.Anonymous, format.NotOpen),
			Inode:      pick(g, 0, g.Uint64()),
			Name:       g.text(20),
		})
	}
	for at := pick(g, 0, 0, 0, g.Int64N(m.Len+1)); at < m.Len; {
		size := pick(g, m.Len-at, 1+g.Int64N(m.Len-at))
		data := make([]byte, size)
		for i := range data {
			data[i] = byte(g.Uint32())
		}
		m.Parts = append(m.Parts, format.Part{Offset: at, Data: data})
		at += size + 1 + g.Int64N(1000)
	}
	return m
}

func (g generator) end() format.End {
	e := format.End{UID: -1, Inode: pick(g, 0, g.Uint64N(1e13)), Cgroup: pick(g, 0, g.Uint64())}
	e.Name = pick(g, "", "-", format.Name("/run/"+g.text(20)), format.Name("\x00"+g.text(20)), format.Name("@"+g.text(3)),
		"/run/dbus/system_bus_socket", "/var/run/docker.sock", "/dev/log")
	if g.IntN(4) > 0 {
		e.Pid, e.UID, e.Comm = 1+g.IntN(1<<22), g.IntN(1<<17), g.text(15)
		e.Tid = pick(g, 0, e.Pid, 1+g.IntN(1<<22))
	}
	return e
}

// text is hostile, often.
func (g generator) text(size int) string {
	const nasty = "ab é\\/[]<>:,=-?@*'\"\x00\n\x1b\xff\u202e"
	b := make([]byte, g.IntN(size+1))
	for i := range b {
		b[i] = nasty[g.IntN(len(nasty))]
	}
	return string(b)
}

func pick[T any](g generator, choice ...T) T { return choice[g.IntN(len(choice))] }

// everyLook is each way that a file can look.
var everyLook = []packets.Options{
	{Link: packets.PKTAP}, {Link: packets.PKTAP, UDP: true},
	{Link: packets.IP}, {Link: packets.EXP}, {Link: packets.User0},
}

// TestRoundTrip: no member of a message is lost in a file, however it looks.
func TestRoundTrip(t *testing.T) {
	g := newGenerator(t)
	for _, o := range everyLook {
		var want []*format.Message
		for range 100 {
			m := g.message()
			m.Client = pick(g, 0, m.From.Inode, m.To.Inode)
			m.From.Path = pick(g, "", "/now/"+g.text(30))
			m.To.Path = pick(g, "", "/now/"+g.text(30))
			want = append(want, m)
		}
		want[0].From.Path = "/" + strings.Repeat(" ", 4094) // as long as can be
		want[0].To.Path = want[0].From.Path
		got, _, err := decode(bytes.NewReader(encode(t, o, want...)))
		if err != io.EOF {
			t.Errorf("%+v: %v", o, err)
		}
		if diff := firstDifference(want, got); diff != "" {
			t.Fatalf("%+v: %.3000s", o, diff)
		}
	}
}

// firstDifference looks at message for message, as all of them would be a lot to print.
func firstDifference(want, got []*format.Message) string {
	for i, m := range want {
		if i >= len(got) {
			return cmp.Diff(len(want), len(got))
		}
		// Bytes are compared as strings: what differs is then told fast.
		if diff := cmp.Diff(m, got[i], sameTime, cmp.Transformer("bytes", func(b []byte) string { return string(b) })); diff != "" {
			return diff
		}
	}
	return cmp.Diff(len(want), len(got))
}

// TestLosses: what a capture says of itself is in the file.
func TestLosses(t *testing.T) {
	var file bytes.Buffer
	w, err := packets.NewWriter(&file, packets.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	want := []format.Loss{
		{Cause: "ring full", Count: 3, Note: "lost, \"all\"\nof them", Missing: true},
		{Cause: "late", Count: 1 << 63, Note: "late"},
	}
	for _, l := range want {
		w.AddLoss(l)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, got, err := decode(bytes.NewReader(file.Bytes()))
	if err != io.EOF {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	dropped := uint64(0)
	blocks, err := pcapng.NewReader(&file)
	for err == nil {
		var b pcapng.Block
		if b, err = blocks.Next(); err == nil {
			if s, ok := b.(*pcapng.Statistics); ok {
				dropped += s.Dropped
			}
		}
	}
	if dropped != 3 || err != io.EOF {
		t.Errorf("dropped: %d, %v", dropped, err)
	}
}

// TestLossesOfSections: what several files say is added up when they were put together.
func TestLossesOfSections(t *testing.T) {
	var file bytes.Buffer
	for _, losses := range [][]format.Loss{
		{{Cause: "ring full", Count: 3, Note: "lost", Missing: true}},
		nil,
		{{Cause: "late", Count: 1, Note: "late"}, {Cause: "ring full", Count: 4, Note: "lost", Missing: true}},
	} {
		w, err := packets.NewWriter(&file, packets.DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range losses {
			w.AddLoss(l)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, got, err := decode(&file)
	want := []format.Loss{
		{Cause: "ring full", Count: 7, Note: "lost", Missing: true},
		{Cause: "late", Count: 1, Note: "late"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != io.EOF {
		t.Error(diff, err)
	}
}

// TestBeginningLeftOut: a message whose first packet another program did not take is
// not there, and this is said.
func TestBeginningLeftOut(t *testing.T) {
	large := &format.Message{Time: time.Unix(1, 0), Type: format.Stream, From: format.End{UID: -1, Inode: 1}, To: format.End{UID: -1, Inode: 2},
		Len: 200_000, Parts: []format.Part{{Data: make([]byte, 200_000)}}}
	small := *large
	small.Len, small.Parts = 1, []format.Part{{Data: []byte("x")}}
	whole, err := pcapng.NewReader(bytes.NewReader(encode(t, packets.DefaultOptions(), large, &small, large)))
	var file bytes.Buffer
	w := pcapng.NewWriter(&file)
	for err == nil {
		var block pcapng.Block
		if block, err = whole.Next(); err != nil {
			break
		}
		switch b := block.(type) {
		case *pcapng.Section:
			err = w.WriteSection(*b)
		case *pcapng.Interface:
			_, err = w.WriteInterface(*b)
		case *pcapng.Packet:
			if b.Len < 60_000 || bytes.Contains(b.Comment, []byte("part=2/")) {
				err = w.WritePacket(b)
			}
		}
	}
	if err != io.EOF {
		t.Fatal(err)
	}
	got, losses, err := decode(&file)
	if len(got) != 1 || got[0].Len != 1 || err != io.EOF {
		t.Errorf("%d messages, %v", len(got), err)
	}
	if len(losses) != 1 || losses[0].Count != 2 || !losses[0].Missing {
		t.Errorf("losses %+v", losses)
	}
}

// TestCutShort: of a file that ends anywhere, every whole message is read, and of the
// last one what is there.
func TestCutShort(t *testing.T) {
	g := newGenerator(t)
	var (
		want []*format.Message
		ends []int // where the file has them whole
		file bytes.Buffer
	)
	w, err := packets.NewWriter(&file, packets.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		m := g.message()
		if err := errors.Join(w.Write(m), w.Flush()); err != nil {
			t.Fatal(err)
		}
		want, ends = append(want, m), append(ends, file.Len())
	}
	for range 200 {
		cut := g.IntN(file.Len())
		got, _, err := decode(bytes.NewReader(file.Bytes()[:cut]))
		whole := 0
		for whole < len(ends) && ends[whole] <= cut {
			whole++
		}
		if err == nil || len(got) < whole {
			t.Fatalf("cut at %d of %v: %d messages, %v", cut, ends, len(got), err)
		}
		if diff := firstDifference(want[:whole], got[:whole]); diff != "" {
			t.Fatalf("cut at %d: %.2000s", cut, diff)
		}
	}
}

// TestNotOurs: files of others are refused with a reason.
func TestNotOurs(t *testing.T) {
	var foreign bytes.Buffer
	w := pcapng.NewWriter(&foreign)
	if err := w.WriteSection(pcapng.Section{}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteInterface(pcapng.Interface{LinkType: 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.WritePacket(&pcapng.Packet{Time: time.Unix(1, 0), Data: []byte("ethernet"), Len: 8}); err != nil {
		t.Fatal(err)
	}
	bare := encode(t, packets.Options{Link: packets.PKTAP, NoComments: true}, &format.Message{Time: time.Unix(1, 0), Type: format.Stream})
	for name, file := range map[string][]byte{"foreign": foreign.Bytes(), "without comments": bare} {
		_, _, err := decode(bytes.NewReader(file))
		if err == nil || !strings.Contains(err.Error(), "packet 1") || !strings.Contains(err.Error(), "no comment") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := decode(strings.NewReader("\x0a\x0d\x0d\x0anonsense, nonsense, nonsense")); !errors.Is(err, pcapng.ErrFormat) {
		t.Errorf("nonsense: %v", err)
	}
}

// FuzzReader: whatever is read as a capture file, nothing panics, and what was read
// can be written and read again.
func FuzzReader(f *testing.F) {
	g := generator{rand.New(rand.NewPCG(1, 2))}
	for _, o := range everyLook {
		m := g.message()
		m.Parts, m.Len = []format.Part{{Data: []byte("payload")}}, 10
		f.Add(encode(f, o, m))
		// In two packets.
		m.Parts = []format.Part{{Data: []byte("pay")}, {Offset: 6, Data: []byte("load")}}
		f.Add(encode(f, o, m))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		var messages []*format.Message
		testrun.Bounded(t, len(file), func() { messages, _, _ = decode(bytes.NewReader(file)) })
		for _, m := range messages {
			if m.Time.Year() < 1970 || m.Time.Year() > 2500 {
				continue // no time that a message has
			}
			again, _, err := decode(bytes.NewReader(encode(t, packets.DefaultOptions(), m)))
			if err != io.EOF || len(again) != 1 {
				t.Fatalf("%v, %d messages", err, len(again))
			}
			if diff := firstDifference([]*format.Message{m}, again); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
