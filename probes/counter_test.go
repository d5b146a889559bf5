package probes

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// startCounter counts what the patterns match.
func startCounter(t *testing.T, o Options, patterns ...string) *Counter {
	t.Helper()
	c, err := StartCounting(here(t, o, patterns))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		check(t, c.probes.detach())
		checkHowMany(t, c.loaded)
		check(t, c.Close())
	})
	return c
}

func read(t *testing.T, c *Counter) *Reading {
	t.Helper()
	r, err := c.Read()
	if err != nil {
		t.Fatal(err)
	}
	s := r.Stats
	if s.Counted+s.Refused+s.Uncounted+s.TableFull+s.NoReturn != s.Matched || len(s.Losses()) > 0 {
		t.Errorf("sends do not add up: %+v", s)
	}
	return r
}

// tally is what one end sent.
type tally struct{ Messages, Bytes uint64 }

// byEnds sums up the flows by the inodes of their sockets.
func byEnds(r *Reading) map[[2]uint64]tally {
	sums := map[[2]uint64]tally{}
	for _, f := range r.Flows {
		ends := [2]uint64{f.From.Inode, f.To.Inode}
		sum := sums[ends]
		sum.Messages += f.Messages
		sum.Bytes += f.Bytes
		sums[ends] = sum
	}
	return sums
}

// TestCountKinds counts sends over every type of socket, in both directions.
func TestCountKinds(t *testing.T) {
	testkernel.Need(t)
	for _, typ := range []int{unix.SOCK_STREAM, unix.SOCK_SEQPACKET, unix.SOCK_DGRAM} {
		t.Run(format.SocketType(typ).String(), func(t *testing.T) {
			dir := t.TempDir()
			w := connect(t, typ, filepath.Join(dir, "s"))
			if typ == unix.SOCK_DGRAM {
				back := &unix.SockaddrUnix{Name: filepath.Join(dir, "back")}
				check(t, unix.Bind(w.client, back))
				check(t, unix.Connect(w.server, back))
			}
			c := startCounter(t, Options{}, w.path)
			before := time.Now()
			for range 3 {
				check(t, unix.Send(w.client, make([]byte, 10), 0))
			}
			check(t, unix.Send(w.server, make([]byte, 1000), 0))
			check(t, unix.Send(w.client, nil, 0)) // a message, but for a stream

			client, server := testsock.Inode(t, w.client), testsock.Inode(t, w.server)
			want := map[[2]uint64]tally{{client, server}: {4, 30}, {server, client}: {1, 1000}}
			if typ == unix.SOCK_STREAM {
				want[[2]uint64{client, server}] = tally{3, 30}
			}
			r := read(t, c)
			if diff := cmp.Diff(want, byEnds(r)); diff != "" {
				t.Error(diff)
			}
			for _, f := range r.Flows {
				name := f.To.Name
				if f.From.Inode == server {
					name = f.From.Name
				}
				if string(name) != w.path || int(f.Type) != typ {
					t.Errorf("%v socket named %q", f.Type, name)
				}
				for _, e := range []format.End{f.From, f.To} {
					if e.Pid != os.Getpid() || e.Comm == "" || e.UID != os.Getuid() {
						t.Errorf("end %+v", e)
					}
				}
				if f.Last.Before(before.Add(-time.Second)) || f.Last.After(r.At.Add(time.Second)) {
					t.Errorf("last at %v, counted from %v to %v", f.Last, before, r.At)
				}
			}
			check(t, unix.Send(w.client, make([]byte, 5), 0))
			ends := [2]uint64{client, server}
			if got := byEnds(read(t, c))[ends]; got != (tally{want[ends].Messages + 1, 35}) {
				t.Errorf("one more: %+v", got)
			}
		})
	}
}

// TestCountAccepted: of a partial write the bytes that went count, and what is
// refused does not.
func TestCountAccepted(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	check(t, unix.SetNonblock(w.client, true))
	c := startCounter(t, Options{}, w.path)
	var want tally
	block := make([]byte, 100_000)
	partial := false
	for {
		n, err := unix.Write(w.client, block)
		if errors.Is(err, unix.EAGAIN) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		want.Messages++
		want.Bytes += uint64(n)
		partial = partial || n < len(block)
	}
	if !partial {
		t.Fatal("no write was partial: the test is wrong")
	}
	check(t, unix.Shutdown(w.server, unix.SHUT_RD))
	if err := unix.Send(w.client, block, unix.MSG_NOSIGNAL); !errors.Is(err, unix.EPIPE) {
		t.Errorf("%v, want %v: the test is wrong", err, unix.EPIPE)
	}
	r := read(t, c)
	ends := [2]uint64{testsock.Inode(t, w.client), testsock.Inode(t, w.server)}
	if diff := cmp.Diff(map[[2]uint64]tally{ends: want}, byEnds(r)); diff != "" {
		t.Error(diff)
	}
	if r.Stats.Refused != 2 {
		t.Errorf("%d refused, want 2", r.Stats.Refused)
	}
}

// TestCountThreads: several threads send over one socket at once.
func TestCountThreads(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_SEQPACKET, filepath.Join(t.TempDir(), "s"))
	c := startCounter(t, Options{}, w.path)
	const threads, messages = 4, 300
	var senders sync.WaitGroup
	for i := range threads {
		senders.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			for sent := 0; sent < messages; {
				switch err := unix.Send(w.client, make([]byte, 100+i), 0); err {
				case nil:
					sent++
				case unix.EINTR: // by Go's own signals
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	buffer := make([]byte, 1000)
	for received := 0; received < threads*messages; {
		n, err := unix.Read(w.server, buffer)
		switch {
		case n > 0:
			received++
		case err != unix.EINTR:
			t.Fatalf("received %d bytes: %v", n, err)
		}
	}
	senders.Wait()
	want := tally{Messages: threads * messages}
	for i := range threads {
		want.Bytes += messages * uint64(100+i)
	}
	r := read(t, c)
	ends := [2]uint64{testsock.Inode(t, w.client), testsock.Inode(t, w.server)}
	if diff := cmp.Diff(map[[2]uint64]tally{ends: want}, byEnds(r)); diff != "" {
		t.Error(diff)
	}
	if len(r.Flows) != 1 || r.Stats.Counted != want.Messages {
		t.Errorf("%d flows, %+v", len(r.Flows), r.Stats)
	}
}

// TestCountProcesses: two processes send over one socket, and are known after they
// have gone.
func TestCountProcesses(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_DGRAM, filepath.Join(t.TempDir(), "s"))
	c := startCounter(t, Options{}, w.path)
	want := map[int]tally{}
	comms := map[int]string{}
	for _, name := range []string{"one", "another"} {
		a := startActor(t, nil, w.client)
		a.do(t, "name %s", name)
		a.do(t, "send 3 %s", name)
		a.do(t, "send 3 %s", name)
		a.leave(t)
		want[a.pid()] = tally{2, 2 * uint64(len(name))}
		comms[a.pid()] = name
	}
	got := map[int]tally{}
	for _, f := range read(t, c).Flows {
		got[f.From.Pid] = tally{f.Messages, f.Bytes}
		if f.From.Comm != comms[f.From.Pid] || f.To.Pid != os.Getpid() {
			t.Errorf("%s[%d] > %d", f.From.Comm, f.From.Pid, f.To.Pid)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestCountFilters: what the filter does not want does not count.
func TestCountFilters(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	dir := t.TempDir()
	stream := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "stream"))
	dgram := connect(t, unix.SOCK_DGRAM, filepath.Join(dir, "dgram"))
	loose := testsock.Open(t, unix.SOCK_DGRAM)
	other := startActor(t, nil, stream.client)
	other.do(t, "name other")
	all := format.Pattern{Name: format.Name(dir), Prefix: true}
	for _, test := range []struct {
		name   string
		filter Filter
		want   uint64 // of 1 stream send by us, 10 by the actor, 100 to dgram, 1000 of them by address
	}{
		{"all", Filter{Filter: format.Filter{Names: []format.Pattern{all}}}, 1111},
		{"name", Filter{Filter: format.Filter{Names: []format.Pattern{{Name: format.Name(stream.path)}}}}, 11},
		{"exclude", Filter{Filter: format.Filter{Names: []format.Pattern{all}, Exclude: []format.Pattern{{Name: format.Name(dgram.path)}}}}, 11},
		{"type", Filter{Filter: format.Filter{Names: []format.Pattern{all}, Types: []format.SocketType{format.Datagram}}}, 1100},
		{"pid", Filter{Filter: format.Filter{Names: []format.Pattern{all}, Pids: []int{other.pid()}}}, 10},
		{"comm", Filter{Filter: format.Filter{Names: []format.Pattern{all}, Comms: []string{"other"}}}, 10},
		{"inode", Filter{Filter: format.Filter{Inodes: []uint64{testsock.Inode(t, dgram.server)}}}, 1100},
		{"aside", Filter{Filter: format.Filter{Names: []format.Pattern{all}}, Aside: []int{other.pid()}}, 1101},
		{"self", Filter{Filter: format.Filter{Names: []format.Pattern{all}}, Self: os.Getpid()}, 10},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := startCounter(t, Options{Filter: test.filter})
			check(t, unix.Send(stream.client, make([]byte, 1), 0))
			other.do(t, "send 3 %s", "tenbytes..")
			check(t, unix.Send(dgram.client, make([]byte, 100), 0))
			check(t, unix.Sendto(loose, make([]byte, 1000), 0, &unix.SockaddrUnix{Name: dgram.path}))
			for range 2 {
				dgram.receive(t, 100)
			}
			// The last who used the socket is the one whom a filter finds there.
			stream.receive(t, 11)
			var bytes uint64
			for _, f := range read(t, c).Flows {
				bytes += f.Bytes
			}
			if bytes != test.want {
				t.Errorf("%d bytes, want %d", bytes, test.want)
			}
		})
	}
}

// TestTooManyTakers: that the kernel has dropped who received first is told.
func TestTooManyTakers(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	c := startCounter(t, Options{}, filepath.Join(t.TempDir(), "s"))
	told := func() uint64 {
		r, err := c.Read()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range r.Stats.Losses() {
			if l.Cause == "who received, perhaps" {
				return l.Count
			}
		}
		return 0
	}
	if n := told(); n > 0 {
		t.Errorf("%d are known, and others forgotten", n)
	}
	overfill(t, c.loaded.Maps[program.MapReceived])
	if n := told(); n == 0 {
		t.Error("nothing is told")
	}
}

// TestCountMoreFlowsThanFit: those that are given up are counted.
func TestCountMoreFlowsThanFit(t *testing.T) {
	testkernel.Need(t)
	receiver := connect(t, unix.SOCK_DGRAM, filepath.Join(t.TempDir(), "s"))
	c := startCounter(t, Options{MaxFlows: 1}, receiver.path)
	const senders = 3000
	for range senders {
		fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		check(t, unix.Sendto(fd, []byte("x"), 0, &unix.SockaddrUnix{Name: receiver.path}))
		receiver.receive(t, 1)
		unix.Close(fd)
	}
	r, err := c.Read()
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Stats; s.Counted+s.Uncounted != senders || s.Forgotten == 0 || s.Counted != s.Forgotten+uint64(len(r.Flows)) || len(s.Losses()) == 0 {
		t.Errorf("%d flows, %+v", len(r.Flows), s)
	}
}
