package write_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestNames: what is not given follows from the socket's name, whatever that is.
func TestNames(t *testing.T) {
	for socket, want := range map[string]string{
		"/run/chrony/chronyd.sock": "chronyd",
		"@abstract-name":           "abstract_name",
		"":                         "learned",
		"/":                        "learned",
		"/run/9p":                  "learned_9p",
		"/run/func":                "learned_func",
		`/run/\xff\x0a.socket`:     "xff_x0a",
		"/tmp/.X11-unix/X0":        "x0",
	} {
		p := writetest.Clock()
		p.Socket = socket
		var b bytes.Buffer
		if err := write.Write(&b, "go", p, nil, ""); err != nil {
			t.Errorf("%s: %v", socket, err)
		}
		if !strings.Contains(b.String(), "\npackage "+want+"\n") {
			t.Errorf("%s: there is no package %s in %.200s", socket, want, &b)
		}
	}
}

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{"chrony": true, "a_1": true, "": false, "func": false, "A": false, "9p": false, "a__b": false, "a-b": false, "_a": false, "a\n": false} {
		if err := write.CheckName(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestNothingLearned: who can't be told says why, and what can tell.
func TestNothingLearned(t *testing.T) {
	p := &model.Protocol{Opaque: &model.Opaque{What: "HTTP", Why: "lines of a header", Tool: "use --follow"}}
	for _, format := range write.Formats() {
		var b bytes.Buffer
		if err := write.Write(&b, format, p, nil, ""); err == nil || !strings.Contains(err.Error(), "HTTP") || b.Len() > 0 {
			t.Errorf("%s: %v, %s", format, err, &b)
		}
	}
	if err := write.Write(nil, "cobol", p, nil, ""); err == nil || slices.Contains(write.Formats(), "cobol") {
		t.Error("there is COBOL")
	}
}

type brokenWriter struct{ err error }

func (b brokenWriter) Write([]byte) (int, error) { return 0, b.err }

func TestWriteErrorsAreReported(t *testing.T) {
	broken := errors.New("no space left on device")
	p := writetest.Clock()
	messages := []model.Message{{Number: 1, Type: "dgram", Data: p.Frames[0].Data}}
	p.Frames[0].Pieces = []model.Piece{{Message: 1, Len: len(p.Frames[0].Data)}}
	for _, format := range write.Formats() {
		if err := write.Write(brokenWriter{broken}, format, p, messages, "x"); !errors.Is(err, broken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestNeverTwoWays: what is written of a protocol is always the same, whatever its names.
func TestNeverTwoWays(t *testing.T) {
	p := writetest.Hostile(testrand.New(t), writetest.Store())
	for _, format := range write.Formats() {
		var a, b bytes.Buffer
		for _, w := range []*bytes.Buffer{&a, &b} {
			if err := write.Write(w, format, p, nil, ""); err != nil {
				t.Fatal(err)
			}
		}
		if a.String() != b.String() {
			t.Errorf("%s differs from one time to the next", format)
		}
	}
}

// FuzzNames: whatever names there are and whatever the capture said, what is written has no
// character that does anything to a terminal, and Go is Go.
func FuzzNames(f *testing.F) {
	for _, word := range writetest.Words {
		f.Add(word, "x", word)
	}
	f.Fuzz(func(t *testing.T, kind, field, text string) {
		p := writetest.Store()
		p.Socket, p.Notes, p.Framing[0].Evidence = text, []string{text, kind}, field
		for i := range p.Kinds {
			k := &p.Kinds[i]
			k.Name, k.Answers = kind, []model.Answer{{Kind: text}}
			for j := range k.Fields {
				g := &k.Fields[j]
				g.Evidence, g.Example, g.Unit, g.Check = text, field, kind, text
				if len(g.Items) > 0 {
					g.Items[0].Name = field
				}
				if g.Type == model.Padding || g.Type == model.Checksum {
					g.Name = field
				}
			}
		}
		for _, format := range write.Formats() {
			var b bytes.Buffer
			if err := write.Write(&b, format, p, nil, ""); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			for _, r := range b.String() {
				if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffd || r == 0x2028 || r == 0x202e {
					t.Fatalf("%s has %q: %s", format, r, &b)
				}
			}
		}
	})
}
