package probes

import (
	"os"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestReaderSearchesInTheBackground: messages to a process that is known by its number
// alone are shown in their order, and with its name, once that was found.
func TestReaderSearchesInTheBackground(t *testing.T) {
	var kept keeper
	r := newReader(time.Second)
	r.owners, r.out = proc.NewOwners("/proc"), &kept
	_, server := testsock.Pair(t, unix.SOCK_STREAM)
	want := proc.Describe("/proc", os.Getpid())

	s := newSender(1, 10)
	for _, raw := range s.records {
		to := &recordIn(raw).To
		to.Inode, to.Process = testsock.Inode(t, server), program.Process{Pid: uint32(os.Getpid()), UID: program.UnknownUID}
	}
	named := func(m *format.Message) bool { return m.To.Comm == want.Comm && m.To.UID == want.UID }
	clock := uint64(1)
	for ; !slices.ContainsFunc(kept.messages, named); clock++ {
		s.send(r, clock)
		if err := r.swept(clock); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.drain(); err != nil {
		t.Fatal(err)
	}
	if n := uint64(len(kept.messages)); n != clock-1 {
		t.Errorf("%d messages, want %d", n, clock-1)
	}
	for i, m := range kept.messages {
		if m.To.Pid != want.Pid || i > 0 && !m.Time.After(kept.messages[i-1].Time) {
			t.Errorf("message %d: %s", i, format.Header(m))
		}
	}
}

// TestReaderMakesNoGarbage: a message on its way costs no memory, whatever its size.
func TestReaderMakesNoGarbage(t *testing.T) {
	for _, size := range []int{64, 100 << 10} {
		r := newRings(t, 4, size, nowhere{})
		garbage := testing.AllocsPerRun(100, func() { r.sweep(t, r.inSweep()) })
		if garbage >= 1 {
			t.Errorf("%d bytes: %v allocations in a sweep over %d messages", size, garbage, r.inSweep())
		}
		r.verify(t, r.out.messages+r.inSweep(), size)
	}
}
