package packets

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
)

// FuzzComment: whatever a comment says, nothing panics, and what is made of it reads back
// from the comment that we would write.
func FuzzComment(f *testing.F) {
	f.Add("unix stream /run/x.sock curl[1300/1300] uid=1000 -> nginx[812] uid=33 ino=43010>43011 len=74")
	f.Add(`unix dgram @a\x20b ? -> [7] ino=1>2 len=9 names=/c>@a cgroup=5>0 flags=0x1 cred=1:2:3 offset=4 more=1 unreadable=1 dropped=2 late=1 at=3 part=1/2 fds=5:file:9:/etc/passwd,6:socket:1:`)
	f.Add("unix stream /run/x a[1/1] -> ? ino=1>0 len=0 event=connect error=ECONNREFUSED at=0")
	f.Add("unix dgram /run/x a[1/1] -> b[2] ino=1>2 len=0 event=refused error=4000 offered=74 how=both first=1")
	f.Add("unix continued at=65000 part=2/3")
	f.Fuzz(func(t *testing.T, comment string) {
		m, p, err := parseComment(comment)
		if err != nil || len(comment) > maxFiles/4 { // escaped, it may not have room
			return
		}
		if m == nil && p.part == 1 {
			return // it continues nothing
		}
		var d described
		var ends, names []byte
		if m != nil {
			d = described{m.From.Process, m.To.Process}
			ends, names = appendEnds(nil, m), appendNames(nil, m)
		}
		text := string(appendComment(nil, m, ends, names, p, d))
		again, place, err := parseComment(text)
		if err != nil {
			t.Fatalf("%q, written as %q: %v", comment, text, err)
		}
		if diff := cmp.Diff(m, again); diff != "" || place != p {
			t.Fatalf("%q, written as %q: %+v, want %+v\n%s", comment, text, place, p, diff)
		}
	})
}

// FuzzLosses: losses that are read from a comment of statistics read back from ours.
func FuzzLosses(f *testing.F) {
	f.Add("lost 3 \"ring full\" \"lost because a ring was full\"\nflaw 1 \"late\" \"\"")
	f.Add("lost 1 `a` 'b'\nanything")
	f.Fuzz(func(t *testing.T, comment string) {
		losses := parseLosses(comment)
		_, text := lossComment(losses)
		if diff := cmp.Diff(losses, parseLosses(text)); diff != "" {
			t.Fatalf("%q, written as %q: %s", comment, text, diff)
		}
	})
}

// FuzzContents: whatever comments say, what is read of a file is no longer than they say that it
// is, it reads back from those that we would write, and other comments do no harm.
func FuzzContents(f *testing.F) {
	f.Add("memfd 1 of 3 bytes: YWJj", "memfd 1 of 3 bytes: ")
	f.Add("memfd 1 gone", "memfd 2 of 1 bytes: YQ==")
	f.Add("memfd 1 looks odd", "seen by me")
	f.Fuzz(func(t *testing.T, one, other string) {
		files := []format.File{{Descriptor: 3, Kind: format.Memfd}, {Descriptor: 4, Kind: format.Memfd}}
		for _, comment := range []string{one, other} {
			if addContent(files, []byte(comment)) != nil {
				return
			}
		}
		again := []format.File{{Descriptor: 3, Kind: format.Memfd}, {Descriptor: 4, Kind: format.Memfd}}
		for _, comment := range contents(files) {
			if err := addContent(again, comment); err != nil {
				t.Fatalf("%q: %v", comment, err)
			}
		}
		for i := range files {
			if c := files[i].Content; c != nil && int64(len(c.Data)) > c.Size {
				t.Errorf("%q, %q: %+v", one, other, c)
			}
		}
		if diff := cmp.Diff(files, again, cmp.Comparer(bytes.Equal)); diff != "" {
			t.Error(diff)
		}
	})
}

// FuzzHeaders: what is beneath the headers of a packet is its end, whatever they say.
func FuzzHeaders(f *testing.F) {
	m := &format.Message{
		Type: format.Stream, Time: time.Unix(1, 0), From: format.End{Pid: 1, Inode: 1},
		To: format.End{Pid: 2, Inode: 2, Name: "/run/x"}, Len: 7, Parts: []format.Part{{Data: []byte("payload")}},
	}
	for _, link := range []Link{PKTAP, IP, EXP, User0} {
		for _, m.Type = range []format.SocketType{format.Stream, format.Datagram} {
			w, err := NewWriter(new(bytes.Buffer), Options{Link: link})
			if err != nil {
				f.Fatal(err)
			}
			if err := w.Write(m); err != nil {
				f.Fatal(err)
			}
			f.Add(link.number(), bytes.Clone(w.packet.Data))
		}
	}
	f.Fuzz(func(t *testing.T, link uint16, packet []byte) {
		data, err := payload(link, packet)
		if err == nil && !bytes.HasSuffix(packet, data) {
			t.Fatalf("%x is not the end of %x", data, packet)
		}
	})
}

// FuzzDBus: the messages that a send is split into are all of it.
func FuzzDBus(f *testing.F) {
	hello := "l\x01\x00\x01\x04\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00" + "field\x00\x00\x00" + "body"
	f.Add([]byte(hello))
	f.Add([]byte(strings.Repeat(hello, 3)))
	f.Fuzz(func(t *testing.T, send []byte) {
		messages, ok := appendDBus(nil, send)
		var joined []byte
		for _, m := range messages {
			if m.offset != int64(len(joined)) {
				t.Fatalf("%x is at %d, not at %d", m.data, m.offset, len(joined))
			}
			if len(m.data) < dbusHeader {
				t.Fatalf("%x has no header", m.data)
			}
			joined = append(joined, m.data...)
		}
		if ok && !bytes.Equal(joined, send) {
			t.Fatalf("%x became %x", send, joined)
		}
	})
}
