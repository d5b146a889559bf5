package probes

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// TestTooManyNames: names that are added to a filter are captured as long as there is room, both
// files and places where files are to come, and then it is said that there is none.
func TestTooManyNames(t *testing.T) {
	testhost.MuchTheSame(t)
	dir := t.TempDir()
	asked, socket := filepath.Join(dir, "asked"), filepath.Join(dir, "s")
	testsock.Bound(t, unix.SOCK_DGRAM, socket)
	var kept keeper
	c, err := Start(here(t, Options{}, []string{asked}))
	check(t, err)
	defer c.Close()
	real := proc.Locate(socket, false)
	fills := map[string]func(n uint64) proc.Place{
		"files": func(n uint64) proc.Place { return proc.Place{File: proc.FileID{Device: 1, Inode: n}} },
		"places": func(n uint64) proc.Place {
			return proc.Place{Dir: proc.FileID{Device: 1, Inode: n}, Base: strconv.FormatUint(n, 10)}
		},
	}
	added, err := c.IncludeName(format.Pattern{Name: format.Name(asked)}, []proc.Place{real})
	if !added || err != nil {
		t.Errorf("added %v, %v", added, err)
	}
	for what, fill := range fills {
		for n := uint64(1); ; n++ {
			added, err := c.IncludeName(format.Pattern{Name: format.Name(asked)}, []proc.Place{fill(n)})
			if errors.Is(err, ErrTooManyNames) && !added && n > 60 {
				break
			}
			if err != nil || !added || n > 1000 {
				t.Fatalf("%s: the %dth was added: %v, %v", what, n, added, err)
			}
		}
	}
	if added, err := c.IncludeName(format.Pattern{Name: format.Name(asked)}, []proc.Place{real}); added || err != nil {
		t.Errorf("once more: added %v, %v", added, err)
	}
	check(t, unix.Sendto(testsock.Open(t, unix.SOCK_DGRAM), []byte("added"), 0, &unix.SockaddrUnix{Name: socket}))
	ctx, stop := context.WithCancel(t.Context())
	stop()
	check(t, c.Run(ctx, &kept))
	if len(kept.messages) != 1 || string(payload(t, kept.messages[0])) != "added" {
		t.Errorf("captured %d messages", len(kept.messages))
	}
}
