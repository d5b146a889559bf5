package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// readPart is the messages of a file, by their offsets, and its losses.
func readPart(t *testing.T, path string) (conversations map[string]int, losses []format.Loss) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	conversations = map[string]int{}
	in, err := packets.Open(file)
	for err == nil {
		var m *format.Message
		if m, err = in.Next(); err == nil {
			conversations[m.Conversation()]++
		}
	}
	if err != io.EOF {
		t.Fatalf("%s: %v", path, err)
	}
	return conversations, in.Losses()
}

// TestSplit: each conversation has its file, with all messages and the losses of the capture,
// however few files may be open at once; further ones are in one file.
func TestSplit(t *testing.T) {
	dir := t.TempDir()
	save := &Save{Path: filepath.Join(dir, "%s-%c.pcapng"), Split: true, Packets: packets.DefaultOptions()}
	w, err := save.begin(nil, About{Losses: func() []format.Loss {
		return []format.Loss{{Cause: "ring full", Count: 7, Note: "lost", Missing: true}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := w.(*split)
	s.limits = splitLimits{open: 3, files: 10}
	const conversations, rounds = 14, 20
	taken := filepath.Join(dir, "run-x-1.pcapng")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		for i := range conversations {
			m := message(100)
			m.From.Inode, m.To.Inode, m.To.Name = uint64(1+2*i), uint64(2+2*i), "/run/x"
			if err := w.Write(m); err != nil {
				t.Fatal(err)
			}
			if round%3 == 0 {
				if err := w.Flush(); err != nil {
					t.Fatal(err)
				}
			}
			if s.open.Len() > 3 {
				t.Fatalf("%d files are open", s.open.Len())
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := w.Reached(); got != conversations*rounds {
		t.Errorf("%d messages reached a file", got)
	}
	want := map[string]map[string]int{"others-others.pcapng": {}}
	for i := range conversations {
		name := fmt.Sprintf("run-x-%d.pcapng", 1+2*i)
		if i == 0 {
			name = "run-x-1.1.pcapng"
		}
		if i >= 10 {
			name = "others-others.pcapng"
		} else {
			want[name] = map[string]int{}
		}
		want[name][fmt.Sprint(1+2*i)] = rounds
	}
	got := map[string]map[string]int{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == filepath.Base(taken) {
			continue
		}
		var losses []format.Loss
		if got[e.Name()], losses = readPart(t, filepath.Join(dir, e.Name())); len(losses) != 1 || losses[0].Count != 7 {
			t.Errorf("%s: %v", e.Name(), losses)
		}
		if info, err := e.Info(); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if b, err := os.ReadFile(taken); err != nil || string(b) != "mine" {
		t.Errorf("a file that was there: %q, %v", b, err)
	}
}

// TestSplitFails: a file that somebody exchanges, and a directory that is not there, are said.
func TestSplitFails(t *testing.T) {
	dir := t.TempDir()
	open := func(path string) *split {
		save := &Save{Path: path, Split: true, Packets: packets.DefaultOptions()}
		w, err := save.begin(nil, About{Losses: func() []format.Loss { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		return w.(*split)
	}
	if err := open(filepath.Join(dir, "nowhere", "%c")).Write(message(1)); err == nil {
		t.Error("there is no directory")
	}
	s := open(filepath.Join(dir, "%c"))
	s.limits.open = 1
	first, second := message(1), message(1)
	first.From.Inode, second.From.Inode = 11, 22
	if err := errors.Join(s.Write(first), s.Write(second), s.Flush()); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other")
	if err := errors.Join(os.WriteFile(other, nil, 0o600), os.Rename(other, s.parts[0].name)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Write(second), s.Flush(), s.Write(first), s.Flush()); err == nil {
		t.Error("it went on with another file")
	}
}
