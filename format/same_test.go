package format

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// The tests in this file hold what the formats write against reference_test.go.

// FuzzSame: whatever a message is, each format writes what the reference does.
func FuzzSame(f *testing.F) {
	f.Add(uint64(1), []byte("GET / HTTP/1.1\r\nHost:\tx\r\n\r\n\x1b[2J \\ \xe9 é 日\u202e\u00a0\xe6\x97"), "nc\"\x1b", "\x00a\x00\"")
	f.Add(uint64(2), bytes.Repeat([]byte("0123456789\xff\r"), 3000), "\\", "@/run/x")
	for seed := range uint64(30) {
		f.Add(seed, []byte("payload"), "curl", "/run/docker.sock")
	}
	f.Fuzz(func(t *testing.T, seed uint64, payload []byte, comm, name string) {
		same(t, variations(seed, payload, comm, Name(name)))
	})
}

// TestSameBytes: for each byte with each neighbour, and for text that fills all buffers.
func TestSameBytes(t *testing.T) {
	var pairs []byte
	for a := range 256 {
		for b := range 256 {
			pairs = append(pairs, byte(a), byte(b))
		}
	}
	for name, payload := range map[string]string{
		"pairs": string(pairs), "one line": strings.Repeat("日本", 60_000), "bytes within runes": strings.Repeat("\x80", 10_000),
		"blank lines": strings.Repeat("\r\n", 100_000), "backslashes": strings.Repeat(`\`, 100_001), "tabs": strings.Repeat("\t", 100_001),
	} {
		t.Run(name, func(t *testing.T) {
			m := message(payload)
			cut := *m
			cut.Parts = []Part{{0, m.Parts[0].Data[1:]}}
			same(t, []*Message{m, &cut, message("")})
		})
	}
}

// TestSameEscapes: for every character there is.
func TestSameEscapes(t *testing.T) {
	var all strings.Builder
	for r := range rune(unicode.MaxRune + 1) {
		all.WriteRune(r)
	}
	if Escape(all.String()) != referenceEscape(all.String()) {
		t.Error("the characters that are escaped are not those that are not printable")
	}
}

// TestLeftward: what is written from right to left is escaped in names, and little else.
func TestLeftward(t *testing.T) {
	escaped := 0
	for r := range rune(unicode.MaxRune + 1) {
		if !unicode.IsPrint(r) {
			continue
		}
		properties, _ := bidi.LookupRune(r)
		switch class := properties.Class(); {
		case (class == bidi.R || class == bidi.AL || class == bidi.AN) && Escape(string(r)) == string(r):
			t.Errorf("%U is not escaped", r)
		case Escape(string(r)) != string(r) && r != '\\':
			escaped++
		}
	}
	if escaped < 1000 || escaped > 5000 {
		t.Errorf("%d characters are escaped", escaped)
	}
	const text = "\u05d0\u05d1"
	if got := string(inLines.append(nil, []byte(text))); got != text {
		t.Errorf("in a payload it is %q", got)
	}
}

// same writes messages in each format.
func same(t *testing.T, messages []*Message) {
	t.Helper()
	for _, name := range Names() {
		var got bytes.Buffer
		w, err := NewWriter(name, &got, Times{})
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range messages {
			want := referenceJSON(uint64(i+1), m)
			if name != "json" {
				want = referenceText(name, m)
			}
			got.Reset()
			if err := w.Write(m); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			if got := got.String(); got != want {
				at := 0
				for at < min(len(got), len(want)) && got[at] == want[at] {
					at++
				}
				t.Fatalf("%s: from byte %d on %.200q, want %.200q", name, at, got[at:], want[at:])
			}
		}
	}
	for _, m := range messages {
		if got, want := m.Conversation(), referenceConversation(m); got != want {
			t.Fatalf("conversation %s, want %s", got, want)
		}
		if got, want := Header(m), referenceHeader(m); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
}

// variations are messages of which every member may be set, with the same payload, in one
// part or more, and the same process and name at some end.
func variations(seed uint64, payload []byte, comm string, name Name) []*Message {
	g := rand.New(rand.NewPCG(seed, 1))
	var messages []*Message
	for range 5 {
		m := &Message{
			Time:       time.Unix(1_700_000_000+g.Int64N(3), pick(g, 0, 1000, 123_000_000, g.Int64N(1e9))),
			Type:       pick(g, Stream, Datagram, Seqpacket, 77),
			From:       variedEnd(g, comm, name),
			To:         variedEnd(g, comm, name),
			Flags:      pick(g, 0, msgOOB, g.Uint32()),
			Len:        int64(len(payload)),
			Offset:     pick(g, 0, g.Int64()),
			More:       g.IntN(2) == 0,
			Unreadable: pick(g, 0, g.Int64()),
			Dropped:    pick(g, 0, g.Int64()),
			Late:       g.IntN(2) == 0,
			Cred:       pick(g, nil, &Credentials{g.IntN(1 << 22), g.IntN(3), g.IntN(1 << 16)}),
		}
		if g.IntN(8) == 0 {
			m.Time = pick(g, time.Time{}, time.Unix(g.Int64N(1e12)-5e11, g.Int64N(1e9)))
		}
		for range pick(g, 0, 0, 1, 3) {
			m.Files = append(m.Files, File{g.IntN(1000), pick(g, RegularFile, Socket, Anonymous, NotOpen), pick(g, 0, g.Uint64()), string(name), nil})
		}
		start := pick(g, 0, 0, g.Int64N(1<<17), g.Int64N(1<<40))
		m.Len += start
		for rest := payload; len(rest) > 0; {
			size := pick(g, len(rest), 1+g.IntN(len(rest)))
			m.Parts = append(m.Parts, Part{start, rest[:size]})
			hole := pick(g, 0, g.Int64N(100))
			start, rest, m.Len = start+int64(size)+hole, rest[size:], m.Len+hole
		}
		messages = append(messages, m)
	}
	return messages
}

func variedEnd(g *rand.Rand, comm string, name Name) End {
	return End{
		Pid: pick(g, 0, 1+g.IntN(1<<22)), Tid: pick(g, 0, 1+g.IntN(1<<22)), UID: pick(g, -1, 0, g.IntN(1<<17)),
		Comm: pick(g, "", comm), Inode: pick(g, 0, g.Uint64()), Name: pick(g, "", name),
	}
}

func pick[T any](g *rand.Rand, choice ...T) T { return choice[g.IntN(len(choice))] }

// TestGarbage: writing a message leaves none behind, if it passes nothing but bytes.
func TestGarbage(t *testing.T) {
	for _, name := range Names() {
		for _, socket := range []Name{"/run/x.sock", "\x00abstract\x1b"} {
			for _, payload := range []string{"GET / HTTP/1.1\r\n\r\n\x1b\xff é", strings.Repeat("日本\r\n\x00", 5000)} {
				w, err := NewWriter(name, io.Discard, Times{})
				if err != nil {
					t.Fatal(err)
				}
				m := message(payload)
				m.To.Name = socket
				if n := testing.AllocsPerRun(100, func() { w.Write(m) }); n != 0 {
					t.Errorf("%s: %v allocations for %d bytes to %s", name, n, len(payload), socket)
				}
			}
		}
	}
}
