package probes

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// threads runs a function on n threads at once.
func threads(n int, run func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			run(i)
		})
	}
	all.Wait()
}

// followed is a flag that does nothing to what is sent over a unix socket, but a send with
// it is not plain: programs follow it to its return.
const followed = unix.MSG_MORE

// TestBlockedSenders: of many threads that are blocked in a send at once, every message is
// seen, and every return of those that are followed.
func TestBlockedSenders(t *testing.T) {
	testkernel.Need(t)
	for _, test := range []struct {
		n, flags int
		what     string
	}{{60, followed, ""}, {500, followed, ""}, {500, 0, ", their sends plain"}} {
		row := fmt.Sprintf("%d senders blocked at once%s", test.n, test.what)
		t.Run(row, func(t *testing.T) {
			n := test.n
			messages, stats := blockAndDrain(t, Options{RingSize: bigRing}, n, test.flags)
			if messages != n || stats.Lost() > 0 || stats.InFlight > 0 {
				t.Errorf("%d messages of %d: %+v", messages, n, stats)
				return
			}
			proves(t, row, "yes")
		})
	}
}

// blockAndDrain has n threads blocked in a send over one stream, and then reads
// what they sent. It returns how many of their messages were captured.
func blockAndDrain(t *testing.T, o Options, n, flags int) (messages int, _ Stats) {
	t.Helper()
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	payload := noise(100)
	out := &keeper{}
	stats := snoopTo(t, o, out, func() {
		filled := w.fill(t)
		var (
			lock sync.Mutex
			tids []int
			all  sync.WaitGroup
		)
		started := make(chan struct{}, n)
		all.Go(func() {
			threads(n, func(int) {
				lock.Lock()
				tids = append(tids, unix.Gettid())
				lock.Unlock()
				started <- struct{}{}
				check(t, unix.Send(w.client, payload, flags))
			})
		})
		for range n {
			<-started
		}
		waitSending(t, tids...)
		w.receive(t, filled+n*len(payload))
		all.Wait()
	}, w.path)
	for _, m := range out.messages {
		if m.Len == int64(len(payload)) {
			messages++
		}
	}
	return messages, stats
}

// fill sends until the next send has to wait for the receiver. It returns how many bytes.
func (w wire) fill(t *testing.T) (filled int) {
	t.Helper()
	for {
		n, err := unix.SendmsgN(w.client, make([]byte, 4096), nil, nil, unix.MSG_DONTWAIT)
		if errors.Is(err, unix.EAGAIN) {
			return filled
		}
		check(t, err)
		filled += n
	}
}

// TestThreads: threads that send all at once lose nothing, or it is counted. The
// kernel may be preemptible.
func TestThreads(t *testing.T) {
	testkernel.Need(t)
	if mode := os.Getenv("UNIXSNOOP_PREEMPT"); mode != "" {
		modes, err := os.ReadFile("/sys/kernel/debug/sched/preempt")
		if err != nil || !strings.Contains(string(modes), "("+mode+")") {
			t.Fatalf("the kernel should be preemptible: %q, %v", modes, err)
		}
	}
	const senders, sends = 16, 400
	dir := t.TempDir()
	wires := make([]wire, senders)
	for i := range wires {
		wires[i] = connect(t, unix.SOCK_STREAM, filepath.Join(dir, fmt.Sprint(i)))
	}
	out := &keeper{}
	stats := snoopTo(t, Options{RingSize: bigRing}, out, func() {
		threads(senders, func(i int) {
			for range sends {
				check(t, unix.Send(wires[i].client, []byte("message"), 0))
				wires[i].receive(t, len("message"))
			}
		})
	}, dir+"/*")
	if stats.Matched != senders*sends || len(out.messages) != senders*sends || stats.Lost() > 0 {
		t.Fatalf("%d messages of %d: %+v", len(out.messages), senders*sends, stats)
	}
	proves(t, "16 threads that send 400 times each, all at once", "yes")
}

// TestLosses provokes every kind of loss. snoop checks that each send that
// matched is shown or counted under a cause; here the causes are held against
// what was provoked.
func TestLosses(t *testing.T) {
	o := testkernel.Need(t)
	t.Run("ring full", func(t *testing.T) {
		w := connect(t, unix.SOCK_DGRAM, filepath.Join(t.TempDir(), "d"))
		const sends = 1000
		flooded := make(chan struct{})
		// The reader of the rings stands still while they are flooded.
		out := &keeper{prepare: func(c *Capture) { c.paused = flooded }}
		stats := snoopTo(t, Options{RingSize: 64 << 10}, out, func() {
			defer close(flooded)
			data := noise(1000)
			for range sends {
				check(t, unix.Send(w.client, data, 0))
				unix.Read(w.server, data)
			}
		}, w.path)
		if stats.Matched != sends || stats.RingFull == 0 || len(out.messages) == 0 || stats.Lost() != stats.RingFull {
			t.Errorf("%d messages: %+v", len(out.messages), stats)
			return
		}
		proves(t, "what a full ring loses: counted", "yes")
	})
	t.Run("table full", func(t *testing.T) {
		const room, blocked = 20, 60
		messages, stats := blockAndDrain(t, Options{RingSize: bigRing, MaxInFlight: room}, blocked, followed)
		// A hash map may hold a few more than it promises. For which it has no room is
		// seen when it is queued, on kernels where that can be.
		full, lost := stats.Unfollowed, uint64(0)
		if o.QueuesItself {
			full, lost = stats.TableFull, stats.TableFull
		}
		if full == 0 || messages+int(lost) != blocked || stats.Lost() != lost {
			t.Errorf("%d messages: %+v", messages, stats)
			return
		}
		proves(t, "what a full in-flight table loses: counted", "yes")
	})
	t.Run("return not seen", func(t *testing.T) {
		dir := t.TempDir()
		listed := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "listed"))
		other := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "other"))
		out := &keeper{prepare: func(c *Capture) {
			for _, l := range c.probes.returns {
				check(t, l.Close())
			}
			c.probes.returns = nil
		}}
		stats := snoopTo(t, Options{}, out, func() {
			runtime.LockOSThread()
			check(t, unix.Send(listed.client, []byte("unseen"), followed))
			check(t, unix.Send(other.client, []byte("not for show"), 0))
		}, listed.path)
		// Where its bytes are read when they are queued, they are shown, with more to come.
		shown := 0
		if o.ReadsQueued() {
			shown = 1
		}
		if len(out.messages) != shown || stats.NoReturn != 1 || stats.InFlight != 0 {
			t.Errorf("%d messages: %+v", len(out.messages), stats)
			return
		}
		proves(t, "a return that is not seen: counted", "yes")
	})
	for _, flags := range []int{0, followed} {
		tailRefused(t, flags)
	}
	if !t.Failed() {
		proves(t, "what a refused tail call loses: counted", "yes")
	}
}

// tailRefused has the kernel refuse the tail call by which a message's bytes are read.
func tailRefused(t *testing.T, flags int) {
	t.Run(fmt.Sprintf("tail call refused, flags %#x", flags), func(t *testing.T) {
		w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
		out := &keeper{prepare: func(c *Capture) {
			check(t, c.loaded.Maps[program.MapTails].Delete(uint32(program.TailEmit)))
		}}
		stats := snoopTo(t, Options{}, out, func() {
			check(t, unix.Send(w.client, []byte("unseen"), flags))
		}, w.path)
		if len(out.messages) != 1 || out.messages[0].Len != 6 || out.messages[0].Captured() != 0 || stats.TailRefused != 1 || stats.Holes != 1 || out.messages[0].Unreadable != 6 {
			t.Errorf("%d messages: %+v", len(out.messages), stats)
		}
	})
}
