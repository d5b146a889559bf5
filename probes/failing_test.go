package probes

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// errFull is what a failingWriter fails with.
var errFull = errors.New("full")

// failingWriter has room for so many messages.
type failingWriter struct {
	room    int
	written uint64
	failed  uint64
}

func (f *failingWriter) Write(*format.Message) error {
	if f.room == 0 {
		f.failed++
		return errFull
	}
	f.room--
	f.written++
	return nil
}

func (f *failingWriter) Flush() error {
	if f.failed > 0 {
		return errFull
	}
	return nil
}

// TestFailingOutput: what was captured when the output fails is counted to the last message, also
// what still waits in the rings.
func TestFailingOutput(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	path := t.TempDir() + "/s"
	testsock.Listening(t, unix.SOCK_STREAM, path, 1)
	client := testsock.Connected(t, unix.SOCK_STREAM, path)
	c, err := Start(here(t, Options{Hold: time.Millisecond}, []string{path}))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var over atomic.Bool
	var sent sync.WaitGroup
	for range 20 { // before anybody reads the rings
		check(t, unix.Send(client, []byte("before"), 0))
	}
	sent.Go(func() {
		for !over.Load() {
			if unix.Send(client, []byte("while it fails"), unix.MSG_DONTWAIT) != nil {
				return // nobody receives, and there is no room for more
			}
		}
	})
	out := &failingWriter{room: 3}
	failed := c.Run(context.Background(), out)
	over.Store(true)
	sent.Wait()
	stats, err := c.Stats()
	if !errors.Is(failed, errFull) || err != nil || out.written != 3 || out.failed != 1 || stats.Unwritten < 16 {
		t.Errorf("%v (%v), %d written, %+v", failed, err, out.written, stats)
	}
	if sum := out.written + out.failed + stats.Unwritten; sum+stats.Lost()+stats.Refused+stats.InFlight != stats.Matched {
		t.Errorf("%d messages do not add up: %+v", sum, stats)
	}
}
