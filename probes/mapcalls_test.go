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
)

// TestMapCallsDisturbNobody: who counts beside a capture, and reads what was counted again
// and again, has it miss nothing, preemptible as the kernel may be.
func TestMapCallsDisturbNobody(t *testing.T) {
	o := testkernel.Need(t)
	sends := 20_000
	if testing.Short() {
		if modes, _ := os.ReadFile("/sys/kernel/debug/sched/preempt"); !strings.Contains(string(modes), "(full)") && !strings.Contains(string(modes), "(lazy)") {
			t.Skip("no task stands still in a map call here")
		}
		sends = 400
	}
	const senders = 8
	dir := t.TempDir()
	wires := make([]wire, senders)
	for i := range wires {
		wires[i] = connect(t, unix.SOCK_STREAM, filepath.Join(dir, fmt.Sprint(i)))
	}
	counter, err := StartCounting(Options{Offsets: o, Filter: Filter{Filter: format.Filter{Names: []format.Pattern{{Prefix: true}}}}})
	if err != nil {
		t.Fatal(err)
	}
	defer counter.Close()
	out := &keeper{see: func(*format.Message) {}}
	var reads int
	stats := snoopTo(t, Options{RingSize: bigRing}, out, func() {
		var (
			done atomic.Bool
			all  sync.WaitGroup
		)
		all.Go(func() {
			for ; !done.Load(); reads++ {
				if _, err := counter.readFlows(); err != nil {
					t.Error(err)
					return
				}
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
	if sent := uint64(senders * sends); stats.Matched+stats.Skipped != sent || stats.Skipped > 0 {
		t.Errorf("%d of %d messages, %d reads beside: %+v", stats.Matched, sent, reads, stats)
	}
}
