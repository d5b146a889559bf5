package probes

import (
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestStrangersBlocked: more threads of somebody nobody asked for are blocked than there can
// be return probes under way. What others send is shown, or lost and counted as that: of
// nothing it is said that it is not finished which is over.
func TestStrangersBlocked(t *testing.T) {
	o := testkernel.Need(t)
	strangers := maxActive + 100
	if testing.Short() {
		t.Skip("it takes thousands of threads")
	}
	ours, theirs := testsock.Pair(t, unix.SOCK_STREAM)
	pair := wire{client: ours, server: theirs}
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	const plain, single = 1000, 20
	out := &keeper{see: func(*format.Message) {}}
	stats := snoopTo(t, Options{RingSize: bigRing}, out, func() {
		filled := pair.fill(t)
		tids := make(chan int, strangers)
		var blocked sync.WaitGroup
		blocked.Go(func() {
			threads(strangers, func(int) {
				tids <- unix.Gettid()
				check(t, unix.Send(pair.client, []byte("stranger"), 0))
			})
		})
		all := make([]int, strangers)
		for i := range all {
			all[i] = <-tids
		}
		waitSending(t, all...)
		for range plain {
			check(t, unix.Send(w.client, []byte("plain"), 0))
			w.receive(t, len("plain"))
		}
		for i := range single {
			done := make(chan struct{})
			go func() {
				defer close(done)
				if runtime.LockOSThread(); i%2 == 0 {
					defer runtime.UnlockOSThread() // else the thread ends
				}
				check(t, unix.Send(w.client, []byte("followed"), followed))
			}()
			<-done
			w.receive(t, len("followed"))
		}
		t.Cleanup(func() { // after the capture
			pair.receive(t, filled+strangers*len("stranger"))
			blocked.Wait()
		})
	}, w.path)
	if stats.Matched != plain+single || stats.InFlight > 0 {
		t.Errorf("%+v", stats)
	}
	if lost := stats.NoReturn; lost == 0 || stats.Lost() != lost || !o.QueuesItself && lost > single {
		t.Errorf("%d lost: %+v", lost, stats)
	}
}
