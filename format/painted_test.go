package format

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
)

var sequences = regexp.MustCompile("\x1b\\[[0-9;]*m")

// painted is what a coloured format writes of messages.
func painted(t *testing.T, name string, messages ...*Message) string {
	t.Helper()
	var b bytes.Buffer
	w, err := NewColoured(name, &b, Times{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// FuzzPainted: without its colours, a coloured format is the plain one. All colours are
// ours, and none outlasts its line.
func FuzzPainted(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\nHost:\tx\r\n\r\n\x1b[31mred\x1b[0m \\ \xe9 é 日\u202e\u00a0\xe6\x97"), "nc\x1b[1m", uint64(1), int64(3), int64(40))
	f.Add([]byte("\r\n\r\n\\\n\x00\x00"), "", uint64(2), int64(0), int64(1))
	f.Add([]byte("日本日本"), "", uint64(2), int64(1), int64(1))
	ours := map[string]bool{string(plain): true, string(faint): true, string(place): true, string(missing): true, string(found): true}
	for _, h := range hues {
		ours[string(h.bold)], ours[string(h.normal)] = true, true
	}
	f.Fuzz(func(t *testing.T, payload []byte, comm string, seed uint64, offset, length int64) {
		for _, m := range variations(seed, payload, comm, "/run/x") {
			if offset >= 0 && length > 0 && length < 1<<40 && offset < 1<<40 {
				m.Matches = []Match{{offset, length}, {offset + length, 1}, {offset + length + 2, 2}}
			}
			for name := range payloadWriters {
				var want bytes.Buffer
				w, err := NewWriter(name, &want, Times{})
				if err != nil {
					t.Fatal(err)
				}
				w.Write(m)
				w.Flush()
				got := painted(t, name, m)
				for _, s := range sequences.FindAllString(got, -1) {
					if !ours[s] {
						t.Fatalf("%s: %q is no colour of ours", name, s)
					}
				}
				if bare := sequences.ReplaceAllString(got, ""); bare != want.String() {
					t.Fatalf("%s: without colours %q, want %q", name, bare, want.String())
				}
				for line := range strings.Lines(got) {
					last := sequences.FindAllString(line, -1)
					if len(last) > 0 && last[len(last)-1] != string(plain) {
						t.Fatalf("%s: a colour outlasts %q", name, line)
					}
				}
			}
		}
	})
}

// TestPainted: who sends, who receives, the socket, text, bytes and what was searched for
// look different.
func TestPainted(t *testing.T) {
	a, b := End{Pid: 1, Comm: "a", Inode: 10}, End{Pid: 2, Comm: "b", Inode: 11, Name: "/run/x"}
	m := said(a, b, "\x00hi\xff")
	m.Len, m.Matches = 5, []Match{{1, 2}}
	m.Time = time.Date(2024, 5, 17, 10, 11, 28, 0, time.Local)
	header := "\x1b[0;2m10:11:28.000000 \x1b[0;1;32ma[1]\x1b[0m > \x1b[0;32mb[2]\x1b[0;2m stream \x1b[0;33m/run/x\x1b[0m 5 bytes" +
		"\x1b[0;31m (4 captured)\x1b[0m\x1b[0;2m match at 1\x1b[0m\n"
	hole := "\x1b[0;31m  -- 1 bytes at offset 4 not captured --\x1b[0m\n"
	for _, test := range []struct{ format, want string }{
		{"header", header},
		{"hex", header + "\x1b[0;2m  0000  00 \x1b[0;30;43m68 69\x1b[0m ff" + strings.Repeat(" ", 39) +
			"|\x1b[0;2m.\x1b[0;30;43mhi\x1b[0;2m.\x1b[0m|\n" + hole},
		{"string", header + "  \x1b[0;2m\\x00\x1b[0;30;43mhi\x1b[0;2m\\xff\\\x1b[0m\n" + hole},
		{"hexstring", header + "  \x1b[0;2m\\x00\x1b[0;30;43m\\x68\\x69\x1b[0m\\xff\n" + hole},
	} {
		if got := painted(t, test.format, m); got != test.want {
			t.Errorf("%s:\n%q, want\n%q", test.format, got, test.want)
		}
	}
	m.Matches = nil
	if got := painted(t, "string", m); !strings.Contains(got, "\x1b[0;32mhi\x1b[0;2m") {
		t.Errorf("text has no colour of its own: %q", got)
	}
	m.Decoded = []Decoded{{"HTTP", "GET /"}, {"HTTP", "GET /x"}}
	if got, want := painted(t, "hex", m), "  \x1b[0;1;32mHTTP\x1b[0;32m GET /\x1b[0m\n  \x1b[0;1;32mHTTP\x1b[0;32m GET /x\x1b[0m\n"; !strings.HasSuffix(got, want) {
		t.Errorf("decoded: %q, want %q at the end", got, want)
	}
}

// TestSameColour: a conversation keeps its colour however many there are, and the first ones
// differ.
func TestSameColour(t *testing.T) {
	message := func(i int) *Message {
		return said(End{Pid: 1, Comm: "a", Inode: uint64(2 * i)}, End{Pid: 2, Comm: "b", Inode: uint64(2*i + 1)}, "")
	}
	c := newBrush()
	const many = maxHues + 1000
	var first [many]hue
	for i := range many {
		c.begin(message(i + 1))
		first[i] = c.hue
	}
	if len(c.known) > maxHues {
		t.Errorf("%d colours are remembered", len(c.known))
	}
	for i := range many {
		answer := message(i + 1)
		answer.From, answer.To = answer.To, answer.From
		if c.begin(answer); c.hue != first[i] {
			t.Fatalf("conversation %d changed its colour", i)
		}
		if i > 0 && i < len(hues) && first[i] == first[i-1] {
			t.Errorf("conversation %d has the colour of the one before", i)
		}
	}
}

// TestFollowMatches: what was found is marked within the colour of the side, also where a
// line goes on.
func TestFollowMatches(t *testing.T) {
	a, b := End{Pid: 1, Comm: "a", Inode: 10}, End{Pid: 2, Comm: "b", Inode: 11, Name: "/run/x"}
	first, second := said(a, b, "GET "), said(a, b, "one\ntwo\n")
	second.Matches = []Match{{1, 2}}
	want := "\x1b[35m> GET \x1b[0m\x1b[35mo\x1b[0;30;43mne\x1b[0m\x1b[35m\x1b[0m\n\x1b[35m> two\x1b[0m\n"
	if got := followed(t, "string", true, first, second); !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q at the end", got, want)
	}
	second.Matches = []Match{{4, 3}}
	want = "> 0000  47 45 54 20                                       |GET |\x1b[0m\n" +
		"\x1b[35m> 0004  6f 6e 65 0a \x1b[0;30;43m74 77 6f\x1b[0m\x1b[35m 0a                           |one.\x1b[0;30;43mtwo\x1b[0m\x1b[35m.|\x1b[0m\n"
	if got := followed(t, "hex", true, first, second); !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q at the end", got, want)
	}
	unfinished := said(a, b, "end")
	unfinished.Matches = []Match{{0, 3}}
	if got, want := followed(t, "string", true, unfinished, said(a, b, "!\n")), "\x1b[35m> \x1b[0;30;43mend\x1b[0m\x1b[35m\x1b[0m\x1b[35m!\x1b[0m\n"; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q at the end", got, want)
	}
	second.Decoded = []Decoded{{"HTTP", "GET /"}}
	if got, want := followed(t, "string", false, second), "\n> HTTP GET /\n"; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q at the end", got, want)
	}
}

// TestFound: JSON tells where a search found something, and what a message says.
func TestFound(t *testing.T) {
	m := said(End{Inode: 1}, End{Inode: 2}, "hello")
	m.Matches = []Match{{1, 2}, {4, 1}}
	m.Decoded = []Decoded{{"RESP", `GET "a\\b"`}, {"RESP", "PING"}}
	var b bytes.Buffer
	w := NewJSON(&b)
	if err := w.Write(m); err != nil {
		t.Fatal(err)
	}
	w.Flush()
	want := `,"matches":[{"offset":1,"len":2},{"offset":4,"len":1}],"decoded":[{"protocol":"RESP","text":"GET \"a\\\\b\""},{"protocol":"RESP","text":"PING"}]}` + "\n"
	if !strings.HasSuffix(b.String(), want) {
		t.Errorf("%s, want %s at the end", b.String(), want)
	}
}

// BenchmarkPainted writes what a terminal shows.
func BenchmarkPainted(b *testing.B) {
	m := said(End{Pid: 1, Comm: "a", Inode: 10}, End{Pid: 2, Comm: "b", Inode: 11, Name: "/run/x"}, strings.Repeat("GET / HTTP/1.1\r\n\x00\x01\x02\x03", 50))
	for name := range payloadWriters {
		b.Run(name, func(b *testing.B) {
			w, err := NewColoured(name, io.Discard, Times{})
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(m.Len)
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Write(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
