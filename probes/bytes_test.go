package probes

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// TestBytesWanted: of each message the bytes in front are captured, as many as are wanted.
// The rest is told of by the length, and nothing is missing.
func TestBytesWanted(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	for _, wanted := range []int{-1, 1, 100, 5000, 40000} {
		dir := t.TempDir()
		stream := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "stream"))
		dgram := connect(t, unix.SOCK_DGRAM, filepath.Join(dir, "dgram"))
		fds, files := descriptors(t, dir)
		var sent [][]byte
		messages, stats := snoop(t, Options{RingSize: bigRing, Bytes: wanted, Hold: 10 * time.Second}, func() {
			send := func(w wire, size int, oob []byte) {
				data := bytes.Repeat([]byte{byte(len(sent) + 1)}, size)
				done := make(chan error)
				go func() {
					for len(data) > 0 { // a signal of Go's own may end one
						n, err := unix.SendmsgN(w.client, data, oob, nil, 0)
						if err != nil {
							done <- err
							return
						}
						sent, data = append(sent, data[:n]), data[n:]
					}
					done <- nil
				}()
				w.receive(t, size)
				check(t, <-done)
			}
			for _, size := range []int{1, 100, 101, 5001, 30000, 70000, 1 << 20} {
				send(stream, size, nil)
				if size < 1<<16 {
					send(dgram, size, nil)
				}
			}
			send(stream, 8000, unix.UnixRights(fds...))
			send(dgram, 8000, unix.UnixRights(fds...))
		}, filepath.Join(dir, "*"))
		if len(messages) != len(sent) || stats.Lost() > 0 || stats.Holes > 0 || stats.InFlight > 0 {
			t.Fatalf("%d bytes wanted: %d messages, %d were sent: %+v", wanted, len(messages), len(sent), stats)
		}
		for i, m := range messages {
			var got []byte
			for _, p := range m.Parts {
				if p.Offset != int64(len(got)) {
					t.Errorf("%d bytes wanted: a part at %d of %s", wanted, p.Offset, format.Header(m))
				}
				got = append(got, p.Data...)
			}
			want := sent[i][:min(len(sent[i]), max(0, wanted))]
			if m.Len != int64(len(sent[i])) || !bytes.Equal(got, want) {
				t.Errorf("%d bytes wanted: %d captured of %s, want %d of %d", wanted, len(got), format.Header(m), len(want), len(sent[i]))
			}
			if wanted < 0 && m.Unwanted != m.Len {
				t.Errorf("%d bytes left out of %s", m.Unwanted, format.Header(m))
			}
			if i >= len(sent)-2 && len(m.Files) != len(files) {
				t.Errorf("%d bytes wanted: %d descriptors, want %d", wanted, len(m.Files), len(files))
			}
		}
	}
}
