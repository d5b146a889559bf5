package output

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/format"
)

// hostile is what a process would say, or be called, to do something to who looks: control
// a terminal, change the direction of a line, end a literal, a comment or a tag.
var hostile = []string{
	"\x1b]0;x\a\x1b[2J\x9b31m", "\u202e\u2066x\u061c\u200f", "*/\n\"\\\n\r`+'''\"\"\"#\x00", "</script><script>alert(1)</script><!--", "]]>&amp;\u2028",
	"\xff\xfe\xc2", "\n10:11:28.968123 a[1] > b[2] stream /x 1 bytes\n", "-- \n> x\n< y", "%s%n$(id)`id`",
}

// FuzzHostile: whatever is sent by whom over which socket with which files on which host, and
// whatever there is to say of the processes, no format brings
// to a terminal what can control it or change the direction of its lines, and none has
// markup that it would not have otherwise.
func FuzzHostile(f *testing.F) {
	for i, text := range hostile {
		f.Add([]byte(text), text, hostile[(i+1)%len(hostile)], text)
	}
	f.Fuzz(func(t *testing.T, payload []byte, comm, name, file string) {
		for _, looks := range formats() {
			if looks == table {
				continue // it is for no terminal, and FuzzRow of its package looks at what stands in it
			}
			for _, dialogue := range []bool{false, true} {
				if dialogue && !slices.Contains([]string{"string", "hex", "hexstring"}, looks) {
					continue
				}
				calm := shownAs(t, looks, dialogue, []byte("x"), "sh", "/run/x", "/y")
				text := shownAs(t, looks, dialogue, payload, comm, name, file)
				if !utf8.Valid(text) {
					t.Fatalf("%s: not UTF-8", looks)
				}
				for _, r := range string(text) {
					allowed := r == '\n' || r == '\t'
					if unicode.IsControl(r) && !allowed || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
						t.Fatalf("%s, dialogue %v: %U in\n%q", looks, dialogue, r, text)
					}
				}
				if looks != page {
					continue
				}
				for _, tag := range []string{"<script", "</script", "<!--", "<img", "<a "} {
					if got, want := bytes.Count(text, []byte(tag)), bytes.Count(calm, []byte(tag)); got != want {
						t.Fatalf("%d times %s, want %d", got, tag, want)
					}
				}
			}
		}
	})
}

// shownAs is a message, and an answer, in a format.
func shownAs(t *testing.T, looks string, dialogue bool, payload []byte, comm, name, file string) []byte {
	t.Helper()
	var text bytes.Buffer
	o := &Options{Format: looks}
	o.Conversation.AsDialogue = dialogue
	o.Who = !dialogue && (looks == page || slices.Contains(format.Names(), looks))
	out, err := o.show(&text, nil)
	if err != nil {
		t.Fatal(err)
	}
	client, server := format.End{Pid: 1, Comm: comm, Inode: 7}, format.End{Pid: 2, Comm: comm, Inode: 8, Name: format.Name(name), Path: file}
	client.Process = &format.Process{Executable: file, Command: []string{comm, name, string(payload)}, Parent: 3, ParentComm: comm, Container: name, Runtime: comm}
	server.Process = &format.Process{Executable: name, Command: []string{file}, Container: file, Runtime: "docker"}
	files := []format.File{
		{Descriptor: 3, Kind: format.RegularFile, Inode: 9, Name: file},
		{Descriptor: 4, Kind: format.Memfd, Inode: 10, Name: comm, Content: &format.Content{Size: int64(len(payload)), Data: payload}},
	}
	for i, ends := range [][2]format.End{{client, server}, {server, client}} {
		m := &format.Message{
			Time: time.Unix(1790000000+int64(i), 0), Type: format.Stream, From: ends[0], To: ends[1], Len: int64(len(payload)),
			Parts: []format.Part{{Data: payload}}, Files: files, Host: &format.Host{Name: name, Boot: comm},
		}
		if err := out.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if o.takesEvents() {
		m := &format.Message{Time: time.Unix(1790000002, 0), Type: format.Stream, From: client, To: server, Event: &format.Event{Kind: format.Refused, Error: 11}}
		if err := out.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if w, ok := out.Writer.(format.LossWriter); ok {
		if err := w.WriteLoss(format.Loss{Cause: "x", Count: 1, Note: strings.ToValidUTF8(comm, "?")}); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}
