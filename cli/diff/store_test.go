package diff

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestStore: what is kept stays as it is, in memory, in the file, and where there can be none.
func TestStore(t *testing.T) {
	dir := t.TempDir()
	for name, dir := range map[string]string{"a file": dir, "no file": filepath.Join(dir, "none")} {
		t.Setenv("TMPDIR", dir)
		s := &store{}
		const piece, pieces = 1<<20 - 7, 70
		var all [][]byte
		data := make([]byte, piece)
		for i := range pieces {
			data[0], data[piece-1] = byte(i), byte(2*i)
			all = append(all, s.keep(data))
		}
		huge := s.room(3 * chunk)
		s.rest()
		for i, kept := range all {
			if data[0], data[piece-1] = byte(i), byte(2*i); !bytes.Equal(kept, data) {
				t.Fatalf("%s: piece %d is another one", name, i)
			}
		}
		if len(huge) != 3*chunk || huge[0]|huge[len(huge)-1] != 0 || len(s.keep(nil)) != 0 {
			t.Errorf("%s: %d bytes", name, len(huge))
		}
		if inFile := s.inMemory <= mostInMemory; inFile != (name == "a file") || s.failed == inFile {
			t.Errorf("%s: %d bytes in memory", name, s.inMemory)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// TestReading: captures that are read as they come are compared as others are.
func TestReading(t *testing.T) {
	client, server := format.End{Pid: 1, Comm: "c", Inode: 1}, format.End{Pid: 2, Comm: "s", Inode: 2, Name: "/x"}
	var r Reading
	read := func(name string, said ...string) *Capture {
		c, add := r.Capture(name)
		for i, text := range said {
			m := &format.Message{Time: time.Unix(int64(i), 0), Type: format.Stream, From: client, To: server, Len: int64(len(text))}
			if i > 1 {
				m.From, m.To = server, client
			}
			data := []byte(text)
			m.Parts = []format.Part{{Data: data}}
			add(m)
			clear(data) // it is the reader's again
		}
		return c
	}
	c := compareTwo(read("a", "as", "k", "answer"), read("b", "a", "sk", "another"))
	if got := shown(c); len(got) != 1 || got[0][:len("changed 3 to 3")] != "changed 3 to 3" || c.Conversations[0].Same != 1 {
		t.Errorf("%q", got)
	}
	if d := c.Conversations[0].Changes[0]; string(d.A.Data) != "answer" || string(d.B.Data) != "another" {
		t.Errorf("%q, %q", d.A.Data, d.B.Data)
	}
}
