package format

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func message(payload string) *Message {
	return &Message{
		Time:  time.Date(2024, 5, 17, 10, 11, 28, 968123456, time.Local),
		Type:  Datagram,
		From:  End{Pid: 1108317, Comm: "pmc", Name: "/var/run/pmc.1108317"},
		To:    End{Pid: 896569, Comm: "ptp4l", Name: "/var/run/ptp4l"},
		Len:   int64(len(payload)),
		Parts: []Part{{0, []byte(payload)}},
	}
}

func TestHeader(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(m *Message)
		want   string
	}{
		{"datagram", func(*Message) {}, "10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 5 bytes"},
		{"unnamed receiver", func(m *Message) { m.To.Name = "" }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/pmc.1108317 5 bytes"},
		{"no name at all", func(m *Message) { m.To.Name, m.From.Name = "", "" }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram (unnamed) 5 bytes"},
		{"unknown receiver", func(m *Message) { m.To = End{Name: "\x00x"} }, "10:11:28.968123 pmc[1108317] > ? dgram @x 5 bytes"},
		{"receiver gone", func(m *Message) { m.To.Comm = "" }, "10:11:28.968123 pmc[1108317] > ?[896569] dgram /var/run/ptp4l 5 bytes"},
		{"hostile names", func(m *Message) { m.From.Comm, m.To.Name = "\x1b]0;x\a", "/tmp/\r\nroot" }, `10:11:28.968123 \x1b]0;x\x07[1108317] > ptp4l[896569] dgram /tmp/\x0d\x0aroot 5 bytes`},
		{"names of several words", func(m *Message) {
			m.From.Comm, m.To.Comm = "systemd[1] > sh", "tmux: server"
			m.To.Name, m.To.Path = "/tmp/x 9 bytes fds=[3</etc/shadow>]", "/a) 9 bytes"
		}, `10:11:28.968123 systemd[1]\x20\x3e\x20sh[1108317] > tmux:\x20server[896569] dgram /tmp/x\x209\x20bytes\x20fds=[3</etc/shadow\x3e] (/a)\x209\x20bytes) 5 bytes`},
		{"the name (unnamed)", func(m *Message) { m.To.Name = "(unnamed)" }, `10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram \x28unnamed) 5 bytes`},
		{"right to left", func(m *Message) { m.From.Comm = "\u05d0 \u202e" }, `10:11:28.968123 \xd7\x90\x20\xe2\x80\xae[1108317] > ptp4l[896569] dgram /var/run/ptp4l 5 bytes`},
		{"cut", func(m *Message) { m.Truncate(2) }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 5 bytes (2 captured)"},
		{"unreadable", func(m *Message) { m.Truncate(2); m.Unreadable = 3 }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 5 bytes (2 captured, 3 unreadable)"},
		{"ring full", func(m *Message) { m.Truncate(0); m.Dropped = 5 }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 5 bytes (0 captured, 5 lost to a full ring)"},
		{"piece", func(m *Message) { m.Offset, m.More = 36544, true }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 5 bytes from offset 36544 so far"},
		{"descriptors", func(m *Message) {
			m.Files = []File{
				{3, RegularFile, 7, "/tmp/\x1b>, 4<x", nil}, {4, Socket, 8, "TCP", nil}, {5, Pipe, 9, "", nil}, {6, Memfd, 1, "memfd:x", nil},
				{7, Anonymous, 1, "[eventfd]", nil}, {8, NotOpen, 0, "", nil},
			}
			m.Cred = &Credentials{1, 2, 3}
		}, `10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 5 bytes fds=[3</tmp/\x1b\x3e, 4<x>, 4<socket:[8]>, 5<pipe:[9]>, 6<memfd:x>, 7<anon_inode:[eventfd]>, 8<?>] cred=[pid=1 uid=2 gid=3]`},
		{"late stream", func(m *Message) { m.Late, m.Type, m.Flags = true, Stream, msgOOB }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] stream /var/run/ptp4l 5 bytes out-of-band late"},
		{"spliced", func(m *Message) { m.Type, m.Flags = Stream, msgSplicePages }, "10:11:28.968123 pmc[1108317] > ptp4l[896569] stream /var/run/ptp4l 5 bytes spliced"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := message("hello")
			test.change(m)
			if diff := cmp.Diff(test.want, Header(m)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPayload(t *testing.T) {
	all := make([]byte, 20)
	for i := range all {
		all[i] = byte(i + 0x70)
	}
	holes := message("")
	holes.Len = 40
	holes.Parts = []Part{{4, []byte("abc")}, {30, []byte("\x00\n")}}
	for _, test := range []struct {
		name, format string
		message      *Message
		want         string
	}{
		{"empty", "hex", message(""), ""},
		{"short line", "hex", message("Hello\r\n\x00\xff"),
			"  0000  48 65 6c 6c 6f 0d 0a 00  ff                       |Hello....|\n"},
		{"two lines", "hex", message(string(all)),
			"  0000  70 71 72 73 74 75 76 77  78 79 7a 7b 7c 7d 7e 7f  |pqrstuvwxyz{|}~.|\n" +
				"  0010  80 81 82 83                                       |....|\n"},
		{"holes", "hex", holes,
			"  -- 4 bytes at offset 0 not captured --\n" +
				"  0004  61 62 63                                          |abc|\n" +
				"  -- 23 bytes at offset 7 not captured --\n" +
				"  001e  00 0a                                             |..|\n" +
				"  -- 8 bytes at offset 32 not captured --\n"},
		{"holes", "hexstring", holes,
			"  -- 4 bytes at offset 0 not captured --\n" +
				`  \x61\x62\x63` + "\n" +
				"  -- 23 bytes at offset 7 not captured --\n" +
				`  \x00\x0a` + "\n" +
				"  -- 8 bytes at offset 32 not captured --\n"},
		{"hexstring", "hexstring", message("Hi\n\xff"), `  \x48\x69\x0a\xff` + "\n"},
		{"lines", "string", message("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "  GET / HTTP/1.1\\r\n  Host: x\\r\n  \\r\n"},
		{"text", "string", message("a\tb\\\x1b[31m\u00e9\xe9\rc\n\nend"), "  a\tb\\\\\\x1b[31m\u00e9\\xe9\\x0dc\n  \n  end\\\n"},
		{"forged header", "string", message("\n10:11:28.968123 root[1] > x[2] stream /x 5 bytes\n"), "  \n  10:11:28.968123 root[1] > x[2] stream /x 5 bytes\n"},
		{"headers only", "header", message("secret"), ""},
	} {
		t.Run(test.format+" "+test.name, func(t *testing.T) {
			var b bytes.Buffer
			w, err := NewWriter(test.format, &b, Times{})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Write(test.message); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			header, payload, _ := strings.Cut(b.String(), "\n")
			if header != Header(test.message) {
				t.Errorf("header %q", header)
			}
			if diff := cmp.Diff(test.want, payload); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTruncate(t *testing.T) {
	for n, want := range map[int64]int64{0: 0, 2: 0, 4: 0, 5: 1, 7: 3, 20: 3, 31: 4, 32: 5, 100: 5} {
		m := &Message{Len: 40, Parts: []Part{{4, []byte("abc")}, {30, []byte("de")}}}
		m.Truncate(n)
		if got := m.Captured(); got != want {
			t.Errorf("truncated to %d: %d bytes captured, want %d", n, got, want)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := NewWriter("xml", io.Discard, Times{})
	if err == nil || err.Error() != `unknown format "xml"; known are header, hex, hexstring, json, string` {
		t.Errorf("got %v", err)
	}
}

type brokenWriter struct{ err error }

func (b brokenWriter) Write([]byte) (int, error) { return 0, b.err }

func TestWriteErrorsAreReported(t *testing.T) {
	broken := errors.New("no space left on device")
	for _, name := range Names() {
		w, err := NewWriter(name, brokenWriter{broken}, Times{})
		if err != nil {
			t.Fatal(err)
		}
		w.Write(message("x"))
		if err := w.Flush(); !errors.Is(err, broken) {
			t.Errorf("%s: Flush reports %v", name, err)
		}
		if err := w.Write(message("y")); !errors.Is(err, broken) {
			t.Errorf("%s: Write reports %v", name, err)
		}
	}
}

// FuzzHeader: a header reads back, whoever is called how.
func FuzzHeader(f *testing.F) {
	f.Add("systemd[1] > sh", "a", "/x 5 bytes fds=[3<x>]", "/y)")
	f.Add("?", "\u05d0", "(unnamed)", "\u202e")
	f.Fuzz(func(t *testing.T, from, to, name, path string) {
		m := message("hello")
		m.From.Comm, m.To.Comm, m.To.Name, m.To.Path = from, to, Name("/"+name), path
		words := strings.Split(Header(m), " ")
		want := []string{from + "[1108317]", ">", to + "[896569]", "dgram", "/" + name}
		for i, comm := range []string{from, to} {
			if comm == "" {
				want[2*i] = "?" + want[2*i]
			}
		}
		if path != "" {
			want = append(want, "("+path+")")
		}
		want = append(want, "5", "bytes")
		if len(words) != 1+len(want) {
			t.Fatalf("%d words in %q, want %q", len(words), words, want)
		}
		for i, word := range words[1:] {
			if got, err := Unescape(word); err != nil || got != want[i] {
				t.Errorf("word %d of %q is %q, %v, want %q", i, words, got, err, want[i])
			}
		}
	})
}

// FuzzText: no payload brings a control character to a terminal or passes for a
// header line.
func FuzzText(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"), "nc")
	f.Add([]byte("\x1b[2J\n10:11:28"), "\x1b[2J")
	f.Fuzz(func(t *testing.T, payload []byte, comm string) {
		for _, name := range Names() {
			var b bytes.Buffer
			w, err := NewWriter(name, &b, Times{})
			if err != nil {
				t.Fatal(err)
			}
			m := message(string(payload))
			m.From.Comm = comm
			w.Write(m)
			w.Flush()
			for i, line := range strings.SplitAfter(b.String(), "\n") {
				if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 }) {
					t.Fatalf("%s: control character in %q", name, line)
				}
				if i > 0 && line != "" && !strings.HasPrefix(line, "  ") {
					t.Fatalf("%s: line %q is not indented", name, line)
				}
			}
		}
	})
}
