package output

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// TestRotationTellsLosses: each file of a capture tells the messages that were lost while
// it was written, the last one also what else there is to tell.
func TestRotationTellsLosses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "part")
	save := &Save{Path: path, Rotation: savefile.Rotation{Size: 1e6}, Packets: packets.DefaultOptions()}
	losses := []format.Loss{{Cause: "ring full", Missing: true}, {Cause: "not finished", Count: 5}}
	w, err := save.open(nil, About{Losses: func() []format.Loss { return slices.Clone(losses) }})
	if err != nil {
		t.Fatal(err)
	}
	m := &format.Message{Time: time.Unix(1, 0), Type: format.Stream, Len: 450_000, Parts: []format.Part{{Data: make([]byte, 450_000)}},
		From: format.End{UID: -1}, To: format.End{UID: -1}}
	for range 6 {
		losses[0].Count++
		if err := errors.Join(w.Write(m), w.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	told := map[string][]uint64{}
	for _, name := range []string{path, path + "1", path + "2"} {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		in, err := packets.Open(file)
		for err == nil {
			_, err = in.Next()
		}
		if err != io.EOF {
			t.Fatal(err)
		}
		for _, l := range in.Losses() {
			told[l.Cause] = append(told[l.Cause], l.Count)
		}
	}
	if diff := cmp.Diff(map[string][]uint64{"ring full": {3, 2, 1}, "not finished": {5}}, told); diff != "" {
		t.Error(diff)
	}
}
