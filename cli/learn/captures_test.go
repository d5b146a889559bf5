package learn

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// learnFile learns the protocol of a capture in testdata.
func learnFile(t *testing.T, name string) *model.Protocol {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../testdata/learn", name+".pcapng"))
	if err != nil {
		t.Fatal(err)
	}
	in, err := packets.Open(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := &Capture{}
	for {
		m, err := in.Next()
		if errors.Is(err, io.EOF) {
			return Learn(c)
		}
		if err != nil {
			t.Fatal(err)
		}
		c.Add(m)
	}
}

// TestHeaders: all messages that real programs said are found, and all kinds of them have the
// header that the protocol has.
func TestHeaders(t *testing.T) {
	for _, test := range []struct {
		name   string
		frames int
		header []int // sizes of its fields
	}{
		{"wayland", 971, []int{4, 2, 2}}, // object, opcode, length
		{"x11", 493, nil},                // replies have a length, events none
	} {
		p := learnFile(t, test.name)
		if len(p.Frames) != test.frames || p.Unframed != 0 {
			t.Errorf("%s: %d messages and not %d, %d bytes in none", test.name, len(p.Frames), test.frames, p.Unframed)
		}
		for i := range p.Kinds {
			var sizes []int
			for _, f := range p.Kinds[i].Fields[:min(len(p.Kinds[i].Fields), len(test.header))] {
				sizes = append(sizes, f.Size.N)
			}
			if !slices.Equal(sizes, test.header) {
				t.Errorf("%s: the header of %s has fields of %v bytes and not %v", test.name, p.Kinds[i].Name, sizes, test.header)
			}
		}
	}
}
