package packets_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestContents: what is in passed files is read back, however long it is, and a file does not
// get longer than SizeWith says.
func TestContents(t *testing.T) {
	long := make([]byte, 200_000)
	r := testrand.New(t)
	for i := range long {
		long[i] = byte(r.IntN(256))
	}
	m := &format.Message{
		Time: time.Unix(1_700_000_000, 0), Type: format.Stream, Len: 2, Parts: []format.Part{{Data: []byte("ab")}},
		From: format.End{Pid: 1, UID: -1, Comm: "a", Inode: 1}, To: format.End{Pid: 2, UID: -1, Comm: "b", Inode: 2, Name: "/x"},
		Files: []format.File{
			{Descriptor: 3, Kind: format.Memfd, Inode: 7, Name: "memfd:x", Content: &format.Content{Size: 200_000, Data: long}},
			{Descriptor: 4, Kind: format.Memfd, Inode: 8, Name: "memfd:x", Content: &format.Content{Size: 1 << 40, Data: []byte("two")}},
			{Descriptor: 5, Kind: format.Memfd, Inode: 9, Name: "memfd:x", Content: &format.Content{Gone: true}},
			{Descriptor: 6, Kind: format.Memfd, Inode: 9, Name: "memfd:x", Content: &format.Content{}},
			{Descriptor: 7, Kind: format.RegularFile, Inode: 9, Name: "/gone"},
		},
	}
	var file bytes.Buffer
	w, err := packets.NewWriter(&file, packets.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	bound, err := w.SizeWith(m, 1<<40)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(m); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if int64(file.Len()) > bound {
		t.Errorf("%d bytes, where at most %d were promised", file.Len(), bound)
	}
	in, err := packets.NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := in.Next()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m.Files, got.Files, cmp.Comparer(func(a, b []byte) bool { return bytes.Equal(a, b) })); diff != "" {
		t.Error(diff)
	}
	if _, err := in.Next(); err != io.EOF {
		t.Error(err)
	}
}
