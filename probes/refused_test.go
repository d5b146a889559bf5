package probes

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestRefused: what the kernel does not accept is never shown.
func TestRefused(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	rows := []struct {
		row string
		typ int
		do  func(w wire) error
		err error
	}{
		{"EPIPE", unix.SOCK_STREAM, func(w wire) error {
			unix.Shutdown(w.server, unix.SHUT_RD)
			return unix.Send(w.client, []byte("lost"), unix.MSG_NOSIGNAL)
		}, unix.EPIPE},
		{"ECONNREFUSED", unix.SOCK_DGRAM, func(w wire) error {
			// Closed, but the number stays taken until the test ends.
			file, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
			if err != nil {
				return err
			}
			defer unix.Close(file)
			if err := unix.Dup3(file, w.server, unix.O_CLOEXEC); err != nil {
				return err
			}
			return unix.Send(w.client, []byte("lost"), 0)
		}, unix.ECONNREFUSED},
		{"ENOENT", unix.SOCK_DGRAM, func(w wire) error {
			return unix.Sendto(w.client, []byte("lost"), 0, &unix.SockaddrUnix{Name: w.path + "nowhere"})
		}, unix.ENOENT},
		{"EMSGSIZE", unix.SOCK_DGRAM, func(w wire) error {
			return unix.Send(w.client, make([]byte, 4<<20), 0)
		}, unix.EMSGSIZE},
		{"EFAULT", unix.SOCK_DGRAM, func(w wire) error {
			_, err := unix.SendmsgBuffers(w.client, [][]byte{[]byte("lost"), unreadable(t)}, nil, nil, 0)
			return err
		}, unix.EFAULT},
	}
	messages, stats := snoop(t, Options{}, func() {
		for _, r := range rows {
			w := connect(t, r.typ, filepath.Join(dir, r.row))
			check(t, unix.Send(w.client, []byte("fine: "+r.row), 0))
			if err := r.do(w); !errors.Is(err, r.err) {
				t.Errorf("got %v, want %v: the test is wrong", err, r.err)
			}
		}
	}, dir+"/*")
	// A send to nowhere never matches a name of a receiver.
	if len(messages) != len(rows) || stats.Lost() > 0 {
		t.Fatalf("%d messages: %+v", len(messages), stats)
	}
	for i, r := range rows {
		if got := string(payload(t, messages[i])); got != "fine: "+r.row {
			t.Errorf("%s: %q", r.row, got)
			continue
		}
		proves(t, "nothing of a send that fails: "+r.row, "yes")
	}
}

// unreadable is memory that the kernel can't read.
func unreadable(t *testing.T) []byte {
	page, err := unix.Mmap(-1, 0, os.Getpagesize(), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Munmap(page) })
	return page
}

// TestFaultHalfway: of a stream send that runs into unreadable memory, the part
// that was queued before is shown.
func TestFaultHalfway(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	good := noise(100_000)
	var accepted int
	messages, _ := snoop(t, Options{}, func() {
		n, err := unix.SendmsgBuffers(w.client, [][]byte{good, unreadable(t)}, nil, nil, 0)
		check(t, err)
		accepted = n
		if got := w.receive(t, n); !bytes.Equal(got, good[:n]) {
			t.Error("received is not what was accepted: the test is wrong")
		}
	}, w.path)
	if accepted == 0 || accepted >= len(good) {
		t.Fatalf("%d bytes accepted: the test is wrong", accepted)
	}
	if all := together(t, messages); !bytes.Equal(all, good[:accepted]) {
		t.Fatalf("captured %d bytes, accepted %d", len(all), accepted)
	}
	proves(t, "the part that went of a send that fails halfway", "yes")
}

// TestSignal: a signal ends a blocked send with what was queued until then.
func TestSignal(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	data := noise(1 << 20)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGUSR1)
	defer signal.Stop(signals)
	blocked := make(chan struct{}, 100)
	out := &keeper{see: func(*format.Message) { blocked <- struct{}{} }}
	var accepted int
	snoopTo(t, Options{RingSize: bigRing, Hold: DefaultHold}, out, func() {
		thread := make(chan int)
		done := make(chan struct{})
		go func() {
			defer close(done)
			runtime.LockOSThread()
			thread <- unix.Gettid()
			n, err := unix.Write(w.client, data)
			check(t, err)
			accepted = n
		}()
		tid := <-thread
		<-blocked
		check(t, unix.Tgkill(os.Getpid(), tid, unix.SIGUSR1))
		<-done
	}, w.path)
	if accepted <= 0 || accepted >= len(data) {
		t.Fatalf("%d bytes accepted: the test is wrong", accepted)
	}
	if got := w.receive(t, accepted); !bytes.Equal(got, data[:accepted]) {
		t.Error("received is not what was accepted: the test is wrong")
	}
	if all := together(t, out.messages); !bytes.Equal(all, data[:accepted]) {
		t.Fatalf("captured %d bytes, accepted %d", len(all), accepted)
	}
	proves(t, "the part that went of a send that a signal ends", "yes")
}

// TestOnlyAccepted: what the kernel refuses is no message, and of a partial
// write only the part that went is shown.
func TestOnlyAccepted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	listener := testsock.Listening(t, unix.SOCK_STREAM, path, 1)
	sent, received := sha256.New(), sha256.New()
	var accepted, refused int
	messages, stats := snoop(t, Options{RingSize: 8 << 20}, func() {
		client := testsock.Connected(t, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, path)
		server, _, err := unix.Accept(listener)
		check(t, err)
		defer unix.Close(server)
		block := noise(100_000)
		for refused < 3 {
			n, err := unix.Write(client, block)
			if errors.Is(err, unix.EAGAIN) {
				refused++
				buf := make([]byte, 150_000)
				n, err := unix.Read(server, buf)
				check(t, err)
				received.Write(buf[:n])
				continue
			}
			check(t, err)
			sent.Write(block[:n])
			accepted += n
		}
		check(t, unix.Shutdown(client, unix.SHUT_WR))
		for {
			buf := make([]byte, 150_000)
			n, err := unix.Read(server, buf)
			check(t, err)
			if n <= 0 {
				break
			}
			received.Write(buf[:n])
		}
		unix.Write(client, block) // EPIPE
	}, path)
	captured := sha256.New()
	var total int
	for _, m := range messages {
		data := payload(t, m)
		captured.Write(data)
		total += len(data)
	}
	if total != accepted || !bytes.Equal(captured.Sum(nil), sent.Sum(nil)) {
		t.Errorf("captured %d bytes, accepted %d", total, accepted)
	}
	if !bytes.Equal(received.Sum(nil), sent.Sum(nil)) {
		t.Error("received is not what was sent: the test is wrong")
	}
	if stats.Refused != uint64(refused)+1 {
		t.Errorf("%d refused sends, want %d", stats.Refused, refused+1)
	}
	if !t.Failed() {
		proves(t, "what a non-blocking sender gets rid of until EAGAIN, once", "yes")
	}
}
