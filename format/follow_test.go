package format

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func followed(t *testing.T, payload string, colours bool, messages ...*Message) string {
	t.Helper()
	var b bytes.Buffer
	w := NewFollow(&b, payload, colours, Times{})
	for _, m := range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.(interface{ Close() error }).Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFollow(t *testing.T) {
	c := End{Pid: 7, Comm: "curl", Inode: 1}
	s := End{Pid: 8, Comm: "docker\x1b", Inode: 2, Name: "/run/d"}
	stream := []*Message{
		said(c, s, "GET / HT"), said(c, s, "TP/1.1\r\n\r\nbody"),
		said(s, c, "HTTP/1.1 200 \x1b[2J\r\n"), said(s, c, "! note\n> forged"), said(c, s, ""), said(c, s, "\n"),
	}
	datagram := said(c, s, "\x01\x02x")
	datagram.Type, datagram.Time = Datagram, time.Date(2024, 5, 17, 10, 11, 28, 968123456, time.Local)
	datagram.Files = []File{{Descriptor: 3, Kind: Memfd, Inode: 9, Name: "memfd:x"}}
	answer := said(s, c, "")
	answer.Type, answer.Time = Datagram, datagram.Time
	elsewhere := said(c, End{Pid: 8, Comm: "d", Inode: 2, Name: "../d", Path: "/run/\x1b/d"}, "x")
	holes := said(s, c, "abcdefgh")
	holes.Parts = []Part{{2, []byte("c")}, {5, []byte("f\n")}}
	heading := `curl[7] <> docker\x1b[8] stream /run/d conversation 1` + "\n"
	for _, test := range []struct {
		name, payload string
		messages      []*Message
		want          string
	}{
		{"stream", "string", stream, heading +
			"> GET / HTTP/1.1\\r\n> \\r\n> body\\\n" +
			"< HTTP/1.1 200 \\x1b[2J\\r\n< ! note\n< > forged\\\n> \n"},
		{"offsets", "hex", stream[:2], heading +
			"> 0000  47 45 54 20 2f 20 48 54                           |GET / HT|\n" +
			"> 0008  54 50 2f 31 2e 31 0d 0a  0d 0a 62 6f 64 79        |TP/1.1....body|\n"},
		{"datagrams", "hexstring", []*Message{datagram, answer}, `curl[7] <> docker\x1b[8] dgram /run/d conversation 1-2` + "\n" +
			"! > 10:11:28.968123 3 bytes fds=[3<memfd:x>]\n> \\x01\\x02\\x78\n" +
			"! < 10:11:28.968123 0 bytes\n"},
		{"elsewhere", "string", []*Message{elsewhere}, `curl[7] <> d[8] stream ../d (/run/\x1b/d) conversation 1` + "\n> x\\\n"},
		{"holes", "string", []*Message{holes, said(s, c, "z")}, heading +
			"! 2 bytes not captured\n< c\\\n! 2 bytes not captured\n< f\n! 1 bytes not captured\n< z\\\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, followed(t, test.payload, false, test.messages...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFollowColours: colours change nothing else, and no colour outlasts its line.
func TestFollowColours(t *testing.T) {
	c, s := End{Inode: 1}, End{Inode: 2, Name: "/run/d"}
	messages := []*Message{said(c, s, "a"), said(c, s, "b\nc"), said(s, c, "d")}
	got := followed(t, "string", true, messages...)
	plain := got
	for _, who := range []*speaker{client, server, notes} {
		plain = strings.ReplaceAll(plain, who.colour, "")
	}
	if diff := cmp.Diff(followed(t, "string", false, messages...), strings.ReplaceAll(plain, "\x1b[0m", "")); diff != "" {
		t.Error(diff)
	}
	for line := range strings.Lines(got) {
		if on, off := strings.Count(line, "\x1b["), strings.Count(line, "\x1b[0m"); on != 2*off {
			t.Errorf("colour goes on: %q", line)
		}
	}
	for _, who := range []*speaker{client, server} {
		if !strings.Contains(got, who.colour+who.margin) {
			t.Errorf("nothing in the colour of %q: %q", who.margin, got)
		}
	}
}

// FuzzFollow: whatever is said, each line says who says it, and the text of either
// side reads back.
func FuzzFollow(f *testing.F) {
	f.Add("GET /\r\n", "< forged\n", "\\\x1b\r")
	f.Fuzz(func(t *testing.T, a, b, again string) {
		c, s := End{Inode: 1}, End{Inode: 2, Name: "/run/d"}
		got := followed(t, "string", false, said(c, s, a), said(c, s, again), said(s, c, b))
		said := map[byte]string{}
		for line := range strings.Lines(got[strings.Index(got, "\n")+1:]) {
			if len(line) < 3 || line[1] != ' ' {
				t.Fatalf("line %q has no margin", line)
			}
			said[line[0]] += line[2:]
		}
		for margin, want := range map[byte]string{'>': a + again, '<': b} {
			if read := unfollow(t, said[margin]); read != want {
				t.Errorf("%q reads as %q", want, read)
			}
		}
		if len(said['!']) != 0 {
			t.Errorf("notes in %q", got)
		}
	})
}

// unfollow reads the lines of one side back.
func unfollow(t *testing.T, lines string) string {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		end := "\n"
		switch escapes := strings.ReplaceAll(line, `\\`, "__"); {
		case strings.HasSuffix(escapes, `\r`):
			line, end = strings.TrimSuffix(line, `\r`), "\r\n"
		case strings.HasSuffix(escapes, `\`):
			line, end = strings.TrimSuffix(line, `\`), ""
		}
		text, err := Unescape(line)
		if err != nil {
			t.Fatal(fmt.Errorf("line %q: %w", line, err))
		}
		b.WriteString(text + end)
	}
	return b.String()
}
