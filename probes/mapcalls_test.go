package probes

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestMapCallsDisturbNobody: a capture misses nothing beside who counts and reads what was
// counted again and again, and beside others that start, preemptible as the kernel may be.
func TestMapCallsDisturbNobody(t *testing.T) {
	o := testkernel.Need(t)
	sends := 20_000
	if testing.Short() {
		if modes, _ := os.ReadFile("/sys/kernel/debug/sched/preempt"); !strings.Contains(string(modes), "(full)") && !strings.Contains(string(modes), "(lazy)") {
			t.Skip("no task stands still in a map call here")
		}
		sends = 400
	}
	everything := Options{Offsets: o, Filter: Filter{Filter: format.Filter{Names: []format.Pattern{{Prefix: true}}}}}
	t.Run("readings", func(t *testing.T) {
		counter, err := StartCounting(everything)
		if err != nil {
			t.Fatal(err)
		}
		defer counter.Close()
		sendBeside(t, sends, func() {
			_, err := counter.readFlows()
			check(t, err)
		})
	})
	if testing.Short() {
		return
	}
	t.Run("starts", func(t *testing.T) {
		for range 200 { // of which a start notes whose they are
			testsock.Pair(t, unix.SOCK_STREAM)
		}
		sendBeside(t, sends, func() {
			other, err := Start(everything)
			if err != nil {
				t.Error(err)
				return
			}
			check(t, other.Close())
		})
	})
}

// sendBeside has 8 threads send so many messages while something else is done again and
// again: all are to be captured.
func sendBeside(t *testing.T, sends int, other func()) {
	t.Helper()
	const senders = 8
	dir := t.TempDir()
	wires := make([]wire, senders)
	for i := range wires {
		wires[i] = connect(t, unix.SOCK_STREAM, filepath.Join(dir, fmt.Sprint(i)))
	}
	out := &keeper{see: func(*format.Message) {}}
	times := 0
	stats := snoopTo(t, Options{RingSize: bigRing}, out, func() {
		var (
			done atomic.Bool
			all  sync.WaitGroup
		)
		all.Go(func() {
			for ; !done.Load(); times++ {
				other()
			}
		})
		threads(senders, func(i int) {
			for range sends {
				check(t, unix.Send(wires[i].client, []byte("message"), 0))
				wires[i].receive(t, len("message"))
			}
		})
		done.Store(true)
		all.Wait()
	}, dir+"/*")
	if sent := uint64(senders * sends); stats.Matched != sent || stats.Skipped > 0 {
		t.Errorf("%d of %d messages, %d times beside: %+v", stats.Matched, sent, times, stats)
	}
}
