package probes

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestProve: that our own sockets can't be made says nothing of the probes, and ends no
// capture.
func TestProve(t *testing.T) {
	ran := map[string]uint64{}
	runs := func() (map[string]uint64, error) {
		now := map[string]uint64{}
		for name, n := range ran {
			now[name] = n
		}
		return now, nil
	}
	all := func(int) error {
		for _, name := range sendPrograms {
			ran[name]++
		}
		return nil
	}
	if err := prove(runs, all); err != nil {
		t.Errorf("all run: %v", err)
	}
	var not *NotFiringError
	if err := prove(runs, func(int) error { return nil }); !errors.As(err, &not) {
		t.Errorf("none runs: %v", err)
	}
	refused := func(int) error { return unix.EMFILE }
	if err := prove(runs, refused); !errors.Is(err, errUnproven) {
		t.Errorf("no sockets: %v", err)
	}

	start := time.Now().Add(-time.Hour)
	f := &firing{prove: func() error { return prove(runs, refused) }, proven: start, tried: start}
	if err := f.still(true); err != nil || !f.proven.Equal(start) || !f.tried.After(start) {
		t.Errorf("%v, proven %v", err, f.proven)
	}
	f.prove = func() error { return prove(runs, func(int) error { return nil }) }
	if err := f.still(false); err != nil {
		t.Errorf("a moment later: %v", err)
	}
	if err := f.still(true); err == nil || !strings.Contains(err.Error(), start.Format(time.TimeOnly)) {
		t.Errorf("what was not proven for an hour: %v", err)
	}
	f.prove = func() error { return prove(runs, all) }
	if err := f.still(true); err != nil || f.proven.Equal(start) {
		t.Errorf("%v, proven %v", err, f.proven)
	}
}

// TestHits: of a profile of probes, those at sends count, hit or missed, whoever's they are;
// and one that says nothing of them, or is damaged, proves nothing.
func TestHits(t *testing.T) {
	for profile, want := range map[string]uint64{
		"": 0,
		"  unix_stream_sendmsg                                         5               2\n" +
			"  unix_dgram_sendmsg                                          1               0\n" +
			"  unix_stream_sendmsg                                        30               0\n" +
			"  unix_stream_sendmsg_2                                     100             100\n": 38,
		"unix_stream_sendmsg 1\nunix_dgram_sendmsg x -\n": 0,
	} {
		if got := hitsIn(profile)[returnProgram]; got != want {
			t.Errorf("%q: %d, want %d", profile, got, want)
		}
	}
	var not *NotFiringError
	if err := prove(func() (map[string]uint64, error) { return hitsIn(""), nil }, func(int) error { return nil }); !errors.As(err, &not) {
		t.Errorf("no hits: %v", err)
	}
}
