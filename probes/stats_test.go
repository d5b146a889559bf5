package probes

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// TestStatsWhileCapturing: to ask how far a capture is costs no message, and the answer
// is of now.
func TestStatsWhileCapturing(t *testing.T) {
	testkernel.Need(t)
	const senders, sends = 4, 500
	w := connect(t, unix.SOCK_DGRAM, filepath.Join(t.TempDir(), "d"))
	var (
		c      *Capture
		before Stats
		asked  int
	)
	out := &keeper{prepare: func(started *Capture) { c = started }}
	out.see = func(*format.Message) {
		for range 10 {
			s, err := c.Stats()
			check(t, err)
			if s.Ended || s.Matched < before.Matched || s.Complete < before.Complete || s.InFlight > s.Matched || s.Matched > senders*sends {
				t.Errorf("%+v, after %+v", s, before)
			}
			for _, l := range s.Losses() {
				if strings.Contains(l.Note, "ended") {
					t.Errorf("in the middle of a capture: %s", l.Note)
				}
			}
			before = s
			asked++
		}
	}
	stats := snoopTo(t, Options{RingSize: bigRing}, out, func() {
		threads(senders, func(int) {
			for range sends {
				check(t, unix.Send(w.client, []byte("message"), 0))
				unix.Read(w.server, make([]byte, 10))
			}
		})
	}, w.path)
	if len(out.messages) != senders*sends || stats.Lost() > 0 || stats.Skipped > 0 || stats.InFlight > 0 || !stats.Ended {
		t.Errorf("%d messages: %+v", len(out.messages), stats)
	}
	if asked == 0 || before.Complete == 0 {
		t.Errorf("asked %d times, answered %+v", asked, before)
	}
}

// TestUnfinished: what is not finished may be yet, until the capture has ended.
func TestUnfinished(t *testing.T) {
	for ended, want := range map[bool]string{false: "not finished yet", true: "not finished when the capture ended"} {
		losses := Stats{InFlight: 1, Ended: ended}.Losses()
		if len(losses) != 1 || losses[0].Note != want {
			t.Errorf("%+v, want %q", losses, want)
		}
	}
}
