package probes

import (
	"errors"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestOwnerChanges: a process that takes another name or user is known by it as soon
// as it uses the socket.
func TestOwnerChanges(t *testing.T) {
	testkernel.Need(t)
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	check(t, err)
	ours := pair[0]
	defer unix.Close(ours)
	a := startActor(t, nil, pair[1])
	// It alone has its end, so that it is sure whose that is.
	check(t, errors.Join(unix.Close(pair[1]), a.cmd.ExtraFiles[0].Close()))
	a.do(t, "name before")
	check(t, unix.Send(ours, []byte("x"), 0))
	a.do(t, "receive 3")
	filter := format.Filter{Comms: []string{"after"}, UIDs: []int{1234}}
	messages, _ := snoop(t, Options{Filter: Filter{Filter: filter}}, func() {
		check(t, unix.Send(ours, []byte("to before"), 0))
		a.do(t, "receive 3")
		a.do(t, "name after")
		a.do(t, "user 1234")
		check(t, unix.Send(ours, []byte("nobody knows yet"), 0))
		a.do(t, "receive 3")
		check(t, unix.Send(ours, []byte("to after"), 0))
		a.do(t, "receive 3")
	})
	if len(messages) != 1 || string(payload(t, messages[0])) != "to after" {
		t.Errorf("%d messages: %v", len(messages), messages)
	}
}

// TestFollowAside: what is left out stays so if it is followed as well.
func TestFollowAside(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_STREAM, t.TempDir()+"/s")
	aside := startActor(t, nil, w.client)
	f := Filter{Filter: format.Filter{Pids: []int{1}}, Follow: true, Aside: []int{aside.pid()}}
	messages, _ := snoop(t, Options{Filter: f}, func() {
		aside.do(t, "send 3 from-aside")
		aside.do(t, "start 3 child-of-aside")
	})
	var got []string
	for _, m := range messages {
		got = append(got, string(payload(t, m)))
	}
	if len(got) != 1 || got[0] != "child-of-aside" {
		t.Errorf("captured %q", got)
	}
}

// TestUnknownIsNotRoot: a receiver that nobody knows is not one of root's.
func TestUnknownIsNotRoot(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_DGRAM, t.TempDir()+"/s")
	user := startActor(t, nil, w.client)
	user.do(t, "user 1234")
	server := testsock.Inode(t, w.server)
	out := &keeper{prepare: func(c *Capture) { check(t, c.loaded.Maps[program.MapOwners].Delete(server)) }}
	snoopTo(t, Options{Filter: Filter{Filter: format.Filter{UIDs: []int{0}}}}, out, func() {
		user.do(t, "send 3 one")
		check(t, unix.Send(w.client, []byte("root"), 0))
		user.do(t, "send 3 two")
	})
	for _, m := range out.messages {
		if m.From.UID == 1234 {
			t.Errorf("%s %q", format.Header(m), payload(t, m))
		}
	}
}

// TestReceiverWhileProbesAreRemoved: until the last one, messages have all that is
// known of them.
func TestReceiverWhileProbesAreRemoved(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_DGRAM, t.TempDir()+"/s")
	sender := testsock.Open(t, unix.SOCK_DGRAM)
	var stop atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, 10)
		for !stop.Load() {
			if err := unix.Sendto(sender, []byte("m"), 0, &unix.SockaddrUnix{Name: w.path}); err != nil {
				if err != unix.EINTR {
					t.Error(err)
					return
				}
				continue
			}
			if _, err := unix.Read(w.server, buffer); err != nil && err != unix.EINTR {
				t.Error(err)
				return
			}
		}
	}()
	messages, _ := snoop(t, Options{RingSize: bigRing}, func() {}, "*")
	stop.Store(true)
	<-done
	for i, m := range messages {
		if string(payload(t, m)) == "m" && string(m.To.Name) != w.path {
			t.Fatalf("message %d of %d: %s", i, len(messages), format.Header(m))
		}
	}
}
