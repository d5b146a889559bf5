package probes

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestFullTables: what the programs have no room for is counted and told. This is of their
// tables of processes, control groups and receivers; TestLosses fills that of sends,
// TestTooManySockets that of owners and TestCountMoreFlowsThanFit that of flows.
func TestFullTables(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	const root = "/sys/fs/cgroup/"
	if !proc.NewCgroups("/proc").Mounted() {
		t.Skip("no control groups (version 2)")
	}
	group := root + "docker-" + strings.Repeat("full", 16) + ".scope"
	path := t.TempDir() + "/s"
	testsock.Listening(t, unix.SOCK_STREAM, path, 10)
	parent := startActor(t, nil)
	o := Options{Filter: Filter{
		Filter: format.Filter{Pids: []int{parent.pid()}}, Follow: true, Groups: proc.ContainerGroups("full"), Connections: true,
	}}
	out := &keeper{prepare: func(c *Capture) {
		for _, name := range []string{"pids", "cgroups", "receivers", "connects"} {
			fillUp(t, c.loaded.Maps[name])
		}
	}}
	stats := snoopTo(t, o, out, func() {
		parent.do(t, "start 1 unseen")
		if err := os.Mkdir(group, 0o755); err != nil {
			t.Error(err)
		}
		check(t, unix.Rmdir(group))
		client := testsock.Connected(t, unix.SOCK_STREAM, path) // and nobody accepts
		check(t, unix.Send(client, []byte("for whom?"), 0))
	})
	if stats.PidsFull == 0 || stats.GroupsFull == 0 || stats.Undecided == 0 || stats.EventsLost == 0 || stats.Lost() > 0 {
		t.Errorf("%+v", stats)
	}
	told := map[string]bool{}
	for _, l := range stats.Losses() {
		told[l.Cause] = true
	}
	for _, cause := range []string{"too many processes", "too many control groups", "receiver not known, perhaps", "events"} {
		if !told[cause] {
			t.Errorf("%s: not told in %v", cause, stats.Losses())
		}
	}
}

// TestForgotten: that a table drops who was idle longest is told at the end.
func TestForgotten(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	causes := map[string]string{program.MapHanded: "who handed sockets on, perhaps", program.MapGone: "who closed first, perhaps"}
	for name, want := range causes {
		out := &keeper{prepare: func(c *Capture) { overfill(t, c.loaded.Maps[name]) }}
		stats := snoopTo(t, Options{Filter: Filter{Connections: true}}, out, func() {}, t.TempDir()+"/s")
		told := map[string]bool{}
		for _, l := range stats.Losses() {
			told[l.Cause] = true
		}
		for _, cause := range causes {
			if told[cause] != (cause == want) {
				t.Errorf("%s is full: %v", name, stats.Losses())
			}
		}
	}
}

// overfill puts more into a table than there is room for, which drops others for it.
func overfill(t *testing.T, table *ebpf.Map) {
	t.Helper()
	value := make([]byte, table.ValueSize())
	for i := range 2 * table.MaxEntries() {
		if table.KeySize() == 4 {
			check(t, table.Put(1<<30+i, value))
		} else {
			check(t, table.Put(1<<40+uint64(i), value))
		}
	}
}

// fillUp fills a table with what nobody asks for.
func fillUp(t *testing.T, table *ebpf.Map) {
	t.Helper()
	value := make([]byte, table.ValueSize())
	for i := range 2 * table.MaxEntries() {
		var err error
		if table.KeySize() == 4 {
			err = table.Put(1<<30+i, value)
		} else {
			err = table.Put(1<<40+uint64(i), value)
		}
		if errors.Is(err, unix.E2BIG) {
			return
		}
		check(t, err)
	}
	t.Error("there is room for more")
}
