package format

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// passes is a message that passes files of which the content is there, is there in part, is gone,
// and was not asked for.
func passes() *Message {
	return &Message{Type: Stream, From: End{Pid: 1, Comm: "a", UID: -1}, To: End{Pid: 2, Comm: "b", UID: -1, Name: "/x"}, Len: 1, Parts: []Part{{Data: []byte("m")}}, Files: []File{
		{3, Memfd, 7, "memfd:x", &Content{Size: 5, Data: []byte("one\x1b\n")}},
		{4, Memfd, 8, "memfd:y", &Content{Size: 100, Data: []byte("two")}},
		{5, Memfd, 9, "memfd:z", &Content{Gone: true}},
		{6, Memfd, 10, "memfd:e", &Content{}},
		{7, Memfd, 11, "memfd:n", nil},
	}}
}

// TestContents: what is in files follows a message's bytes, as these are shown, in colours too.
func TestContents(t *testing.T) {
	for name, want := range map[string]string{
		"header": "",
		"string": "  m\\\n  -- fd 3: memfd of 5 bytes --\n  one\\x1b\n  -- fd 4: memfd of 100 bytes --\n  two\\\n" +
			"  -- 97 bytes at offset 3 not captured --\n  -- fd 5: what is in it could not be read --\n  -- fd 6: memfd of 0 bytes --\n",
	} {
		for colour, newWriter := range map[bool]func(string, *bytes.Buffer) (Writer, error){
			false: func(name string, b *bytes.Buffer) (Writer, error) { return NewWriter(name, b, Times{}) },
			true:  func(name string, b *bytes.Buffer) (Writer, error) { return NewColoured(name, b, Times{}) },
		} {
			var out bytes.Buffer
			w, err := newWriter(name, &out)
			if err == nil {
				err = w.Write(passes())
			}
			if err == nil {
				err = w.Flush()
			}
			_, got, _ := strings.Cut(withoutColours(out.String()), "\n")
			if err != nil || got != want {
				t.Errorf("%s, coloured %v: %v, %q, want %q", name, colour, err, got, want)
			}
		}
	}
}

// withoutColours leaves out what only changes the looks of a text.
func withoutColours(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == 0x1b && strings.HasPrefix(s[i:], "\x1b[") {
			i += strings.IndexByte(s[i:], 'm')
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func TestContentsInJSON(t *testing.T) {
	var out bytes.Buffer
	w := NewJSON(&out)
	if err := w.Write(passes()); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var line struct {
		Fds []struct {
			Size    *int
			Content *[]byte
			Gone    bool
		}
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || len(line.Fds) != 5 {
		t.Fatalf("%v: %s", err, out.String())
	}
	f := line.Fds
	if *f[0].Size != 5 || string(*f[0].Content) != "one\x1b\n" || *f[1].Size != 100 || string(*f[1].Content) != "two" ||
		!f[2].Gone || f[2].Size != nil || *f[3].Size != 0 || len(*f[3].Content) != 0 || f[4].Size != nil || f[4].Gone {
		t.Errorf("%s", out.String())
	}
}
