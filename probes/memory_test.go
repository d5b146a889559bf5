package probes

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestUntouchedPages sends from memory that its process has not looked at before.
func TestUntouchedPages(t *testing.T) {
	testkernel.Need(t)
	data := noise(5 * os.Getpagesize())
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	memfd, err := unix.MemfdCreate("test", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(memfd)
	if _, err := unix.Write(memfd, data); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		row     string
		fd      int
		sharing int
		drop    bool
	}{
		{"pages of a file not touched before", int(f.Fd()), unix.MAP_PRIVATE, false},
		{"pages of a memfd not touched before", memfd, unix.MAP_SHARED, false},
		{"pages given back with MADV_DONTNEED", memfd, unix.MAP_SHARED, true},
	} {
		t.Run(test.row, func(t *testing.T) {
			memory, err := unix.Mmap(test.fd, 0, len(data), unix.PROT_READ, test.sharing)
			if err != nil {
				t.Fatal(err)
			}
			defer unix.Munmap(memory)
			if test.drop {
				if !bytes.Equal(memory, data) {
					t.Error("the file is wrong")
				}
				if err := unix.Madvise(memory, unix.MADV_DONTNEED); err != nil {
					t.Fatal(err)
				}
			}
			w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
			messages, _ := snoop(t, Options{}, func() {
				check(t, unix.Send(w.client, memory, 0))
			}, w.path)
			if all := together(t, messages); !bytes.Equal(all, data) {
				t.Errorf("captured %d other bytes", len(all))
				return
			}
			proves(t, test.row, "yes")
		})
	}
}

// TestOverwritten: what a sender does with its memory after the kernel copied it changes
// nothing in a message, though it still waits at a full receiver.
func TestOverwritten(t *testing.T) {
	testkernel.Need(t)
	page := os.Getpagesize()
	for row, change := range map[string]func(memory []byte){
		"a datagram that is overwritten while it waits":        func(memory []byte) { clear(memory) },
		"a datagram whose pages are given back while it waits": func(memory []byte) { check(t, unix.Madvise(memory[page:], unix.MADV_DONTNEED)) },
	} {
		t.Run(row, func(t *testing.T) {
			for _, flags := range []int{0, followed} {
				w := connect(t, unix.SOCK_DGRAM, filepath.Join(t.TempDir(), "d"))
				want := noise(3 * page)
				m, stats := whileWaiting(t, w, want, flags, change)
				if !bytes.Equal(payload(t, m), want) {
					t.Errorf("flags %#x: %s: not what was sent: %+v", flags, format.Header(m), stats)
					return
				}
			}
			proves(t, row, "yes")
		})
	}
}

// whileWaiting has a datagram wait at a full receiver, its bytes copied already, calls
// change with the memory that they were sent from, and returns the message.
func whileWaiting(t *testing.T, w wire, data []byte, flags int, change func(memory []byte)) (*format.Message, Stats) {
	t.Helper()
	memory, err := unix.Mmap(-1, 0, len(data), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(memory)
	copy(memory, data)
	// It is to block for the receiver's queue, with the data copied, and not for its own
	// buffer: systemd makes the queue so long (net.unix.max_dgram_qlen) that this is less.
	check(t, unix.SetsockoptInt(w.client, unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, 4<<20))
	var fillers int
	messages, stats := snoop(t, Options{}, func() {
		for unix.Send(w.client, []byte("filler"), unix.MSG_DONTWAIT) == nil {
			fillers++
		}
		done := make(chan struct{})
		thread := make(chan int)
		go func() {
			defer close(done)
			runtime.LockOSThread()
			thread <- unix.Gettid()
			check(t, unix.Send(w.client, memory, flags))
		}()
		waitSending(t, <-thread)
		change(memory)
		buf := make([]byte, len(data))
		for range fillers {
			unix.Read(w.server, buf)
		}
		n, err := unix.Read(w.server, buf)
		check(t, err)
		if !bytes.Equal(buf[:n], data) {
			t.Error("received is not what was sent: the test is wrong")
		}
		<-done
	}, w.path)
	if fillers == 0 || len(messages) != fillers+1 || stats.Lost() > 0 {
		t.Fatalf("%d messages, %d fillers: %+v", len(messages), fillers, stats)
	}
	return messages[fillers], stats
}

// waitSending waits until threads of this process sleep in unix.Send.
func waitSending(t *testing.T, threads ...int) {
	t.Helper()
	call := unix.SYS_SENDTO
	if runtime.GOARCH == "s390x" {
		call = 102 // socketcall, which unix.Send makes there
	}
	blocked := testrun.Until(func() bool {
		sleeping := 0
		for _, thread := range threads {
			// "NUMBER ARGS..." in a system call, else "running" or -1.
			state, _ := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/syscall", thread))
			if strings.HasPrefix(string(state), fmt.Sprintf("%d ", call)) {
				sleeping++
			}
		}
		return sleeping == len(threads)
	})
	if !blocked {
		t.Error("the senders are not blocked")
	}
}
