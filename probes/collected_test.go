package probes

import (
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestClosedByKernel: a socket that nobody can reach any more, as it waits in its own queue, is
// closed by the kernel's garbage collection (unix_gc), from some kernel on in a thread of the
// kernel. Whose it was is told still: of the two programs at unix_release, the one that forgets
// that runs last.
func TestClosedByKernel(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	path := filepath.Join(t.TempDir(), "s")
	closed := make(chan *format.Message, 1)
	kept := keeper{see: func(m *format.Message) {
		if m.Event != nil && m.Event.Kind == format.Close {
			select {
			case closed <- m.Clone():
			default:
			}
		}
	}}
	a := startActor(t, nil)
	snoopTo(t, Options{Filter: Filter{Connections: true}, Hold: DefaultHold}, &kept, func() {
		fd := a.do(t, "socket %d", unix.SOCK_DGRAM)
		a.do(t, "bind %s %s", fd, path)
		a.do(t, "connect %s %s", fd, path)
		a.do(t, "pass %s %s", fd, fd)
		a.do(t, "close %s", fd)
		a.do(t, "close %s", a.do(t, "socket %d", unix.SOCK_DGRAM)) // what closes one has the kernel collect
		select {
		case m := <-closed:
			if m.From.Pid != a.pid() || string(m.From.Name) != path {
				t.Errorf("closed by %v, want process %d", m.From, a.pid())
			}
		case <-time.After(testrun.Patience):
			t.Error("it was not closed")
		}
	}, path)
}
