package probes

import (
	"math"
	"os"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/order"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestUnseenEnds: of sends under way those are over whose threads are gone, unless a record
// tells of the end; not one that is blocked.
func TestUnseenEnds(t *testing.T) {
	r := newReader(time.Millisecond)
	defer r.clock.Close()
	r.owners = proc.NewOwners("/proc")
	if r.owners.Foreign() {
		t.Skip("/proc has other numbers than the kernel tells")
	}
	client, server := testsock.Pair(t, unix.SOCK_STREAM)
	wire{client: client, server: server}.fill(t)
	thread, done := make(chan int), make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // it ends with the goroutine
		thread <- unix.Gettid()
		unix.Send(client, []byte("blocked"), unix.MSG_NOSIGNAL)
	}()
	tid := <-thread
	waitSending(t, tid)
	defer func() {
		unix.Shutdown(server, unix.SHUT_RDWR)
		<-done
	}()
	blocked := uint64(os.Getpid())<<32 | uint64(tid)
	const gone, ended = 1<<62 | 1, 1<<62 | 2 // no process has such numbers
	for i, thread := range []uint64{blocked, gone, ended} {
		r.order.Take(&program.Record{Kind: program.RecordBegin, Thread: thread, Time: uint64(1000 + i), Step: uint64(1000 + i)}, nil)
	}
	u := unseenEnds{does: threadDoes}
	u.look(r, math.MaxInt)
	r.order.Take(&program.Record{Kind: program.RecordCancel, Thread: ended, Time: 1002, Step: 1002}, nil)
	if u.count(r.order); u.sure != 1 {
		t.Errorf("%d are over", u.sure)
	}
	u.lookAgain(r) // too early
	if len(u.likely) != 2 {
		t.Errorf("looked again: %v", u.likely)
	}
	u.looked = time.Now().Add(-2 * lookEvery)
	if u.lookAgain(r); u.sure != 1 || len(u.likely) != 1 {
		t.Errorf("%d are over, %v likely", u.sure, u.likely)
	}
}

// TestUnseenEndsSettle: who ran when it was looked is looked at again, until it waits or what it
// sent has ended; who runs on and on is not waited for without an end.
func TestUnseenEndsSettle(t *testing.T) {
	r := newReader(time.Millisecond)
	defer r.clock.Close()
	const runs, waits, ended = 1, 2, 3
	begin := func(thread, time uint64) order.Open {
		r.order.Take(&program.Record{Kind: program.RecordBegin, Thread: thread, Time: time, Step: time}, nil)
		return order.Open{Thread: thread, Time: time}
	}
	u := unseenEnds{
		ran: []order.Open{begin(runs, 1000), begin(waits, 1001), begin(ended, 1002)},
		does: func(s order.Open) proc.Sending {
			if s.Thread == waits {
				return proc.NotSending
			}
			return proc.Running
		},
	}
	sweeps := 0
	u.settle(r.order, func() {
		if sweeps++; sweeps == 1 {
			r.order.Take(&program.Record{Kind: program.RecordCancel, Thread: ended, Time: 1002, Step: 1002}, nil)
		}
	})
	if u.count(r.order); u.sure != 1 || len(u.ran) != 1 || u.ran[0].Thread != runs || sweeps != mostPauses {
		t.Errorf("%d are over, %v run, after %d sweeps", u.sure, u.ran, sweeps)
	}
}
