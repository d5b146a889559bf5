package probes

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestStarted: of a process that has ended before anything is read, what it ran and who started
// it is known all the same.
func TestStarted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	w := connect(t, unix.SOCK_STREAM, path)
	var pid int
	kept := keeper{prepare: func(c *Capture) {
		if c.started == nil {
			t.Fatal("nobody listens")
		}
		a := startActor(t, nil, w.client)
		pid = a.pid()
		if !testrun.Until(func() bool { return sawStart(c.reader.who, pid) }) {
			t.Fatal("nothing was seen of its start")
		}
		a.do(t, "send 3 hello")
		a.leave(t)
	}}
	snoopTo(t, Options{Who: true}, &kept, func() {}, path)
	if len(kept.messages) != 1 {
		t.Fatalf("%d messages", len(kept.messages))
	}
	p := kept.messages[0].From.Process
	if p == nil {
		t.Fatal("nothing is known of the sender")
	}
	if len(p.Command) != 1 || p.Command[0] != "/proc/self/exe" || p.Executable == "" || p.Parent != unix.Getpid() {
		t.Errorf("of the sender %+v", *p)
	}
	if m := kept.messages[0]; m.From.Pid != pid {
		t.Errorf("it is %d, not %v", pid, m.From)
	}
}

func sawStart(w *who, pid int) bool {
	w.looking.Lock()
	defer w.looking.Unlock()
	_, seen := w.starts.get(uint64(pid))
	return seen
}

// TestStartsAreBounded: of processes that begin to run something, some are forgotten, and none is
// taken for a later one with its number.
func TestStartsAreBounded(t *testing.T) {
	w := newWho()
	w.proc = t.TempDir()
	for pid := range 3 * maxStarts {
		w.starts.put(uint64(pid), start{processKey{pid, "x"}, &format.Process{Parent: pid}})
	}
	if n := len(w.starts.young) + len(w.starts.old); n > maxStarts {
		t.Errorf("%d are remembered", n)
	}
	last := 3*maxStarts - 1
	if d, _ := w.lookAt(processKey{last, "x"}, described{}); d.process == nil || d.process.Parent != last {
		t.Errorf("of the last %+v", d)
	}
	for _, k := range []processKey{{last, "y"}, {0, "x"}} {
		if d, _ := w.lookAt(k, described{}); d.process != nil {
			t.Errorf("of %v %+v", k, d)
		}
	}
}
