package probes

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// call is a way to send: it sends data over the socket fd and returns how many
// messages that makes. An error of errNotHere says that this kernel has no such
// way.
type call struct {
	name string
	typ  int
	send func(t *testing.T, fd int, data []byte) (messages int, err error)
}

// one is a call that makes one message.
func one(send func(fd int, data []byte) error) func(*testing.T, int, []byte) (int, error) {
	return func(_ *testing.T, fd int, data []byte) (int, error) { return 1, send(fd, data) }
}

func split(data []byte) [][]byte { return [][]byte{data[:1], nil, data[1:7], data[7:]} }

var calls = []call{
	{"write", unix.SOCK_STREAM, one(func(fd int, data []byte) error {
		_, err := unix.Write(fd, data)
		return err
	})},
	{"writev", unix.SOCK_STREAM, one(func(fd int, data []byte) error {
		_, err := unix.Writev(fd, split(data))
		return err
	})},
	{"pwritev2", unix.SOCK_STREAM, one(func(fd int, data []byte) error {
		_, err := unix.Pwritev2(fd, split(data), -1, 0)
		return err
	})},
	{"send", unix.SOCK_STREAM, one(func(fd int, data []byte) error {
		return unix.Send(fd, data, 0)
	})},
	{"send MSG_MORE", unix.SOCK_STREAM, one(func(fd int, data []byte) error {
		return unix.Send(fd, data, unix.MSG_MORE)
	})},
	{"send MSG_OOB", unix.SOCK_STREAM, one(func(fd int, data []byte) error {
		return unix.Send(fd, data, unix.MSG_OOB)
	})},
	{"sendto", unix.SOCK_DGRAM, one(func(fd int, data []byte) error {
		peer, err := unix.Getpeername(fd)
		if err != nil {
			return err
		}
		return unix.Sendto(fd, data, 0, peer)
	})},
	{"sendmsg", unix.SOCK_STREAM, one(func(fd int, data []byte) error {
		_, err := unix.SendmsgBuffers(fd, split(data), nil, nil, 0)
		return err
	})},
	{"sendmsg, datagram", unix.SOCK_DGRAM, one(func(fd int, data []byte) error {
		_, err := unix.SendmsgBuffers(fd, split(data), nil, nil, 0)
		return err
	})},
	{"sendmsg, seqpacket", unix.SOCK_SEQPACKET, one(func(fd int, data []byte) error {
		_, err := unix.SendmsgBuffers(fd, split(data), nil, nil, 0)
		return err
	})},
	{"sendmmsg", unix.SOCK_STREAM, func(_ *testing.T, fd int, data []byte) (int, error) {
		return 3, sendmmsg(fd, data[:10], data[10:11], data[11:])
	}},
	{"sendfile", unix.SOCK_STREAM, pages(sendfile)},
	{"sendfile, datagram", unix.SOCK_DGRAM, pages(sendfile)},
	{"splice", unix.SOCK_STREAM, pages(splice)},
	{"vmsplice and splice", unix.SOCK_STREAM, pages(vmsplice)},
	{"io_uring write", unix.SOCK_STREAM, uring(0, opWrite)},
	{"io_uring writev", unix.SOCK_STREAM, uring(0, opWritev)},
	{"io_uring write_fixed", unix.SOCK_STREAM, uring(0, opWriteFixed)},
	{"io_uring send", unix.SOCK_STREAM, uring(0, opSend)},
	{"io_uring sendmsg", unix.SOCK_STREAM, uring(0, opSendmsg)},
	{"io_uring send, SQPOLL", unix.SOCK_STREAM, uring(setupSQPoll, opSend)},
	{"io_uring sendmsg, SQPOLL", unix.SOCK_STREAM, uring(setupSQPoll, opSendmsg)},
	{"io_uring write, SQPOLL", unix.SOCK_STREAM, uring(setupSQPoll, opWrite)},
	{"32-bit write", unix.SOCK_STREAM, thirtyTwoBit("write")},
	{"32-bit writev", unix.SOCK_STREAM, thirtyTwoBit("writev")},
	{"32-bit sendmsg, datagram", unix.SOCK_DGRAM, thirtyTwoBit("sendmsg")},
}

// TestEveryCall sends the same bytes in every way there is and compares what the
// receiver got with what was captured.
func TestEveryCall(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	wires := map[string]wire{}
	for _, c := range calls {
		w := connect(t, c.typ, filepath.Join(dir, c.name))
		// An urgent byte is to stay in the stream.
		if err := unix.SetsockoptInt(w.server, unix.SOL_SOCKET, unix.SO_OOBINLINE, 1); err != nil {
			t.Fatal(err)
		}
		wires[c.name] = w
	}
	data := noise(3 * os.Getpagesize() / 2)
	sent := map[string]int{}
	messages, stats := snoop(t, Options{}, func() {
		for _, c := range calls {
			w := wires[c.name]
			n, err := c.send(t, w.client, data)
			if errors.Is(err, unix.EOPNOTSUPP) {
				proves(t, c.name, "the kernel refuses it")
				continue
			}
			if errors.Is(err, errNo32Bit) {
				spoke(c.name) // nothing to prove
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			sent[c.name] = n
			if got := w.receive(t, len(data)); !bytes.Equal(got, data) {
				t.Errorf("%s: the receiver got something else: the test is wrong", c.name)
			}
		}
	}, dir+"/*")
	if stats.Lost() > 0 {
		t.Errorf("%+v", stats)
	}
	for _, c := range calls {
		if sent[c.name] == 0 {
			continue
		}
		got := only(messages, func(m *format.Message) bool { return string(m.To.Name) == wires[c.name].path })
		if len(got) != sent[c.name] {
			t.Errorf("%s: %d messages, want %d", c.name, len(got), sent[c.name])
		}
		if all := together(t, got); !bytes.Equal(all, data) {
			t.Errorf("%s: captured %d other bytes", c.name, len(all))
			continue
		}
		for _, m := range got {
			// What the call passed, or the kernel for a call without flags.
			if spliced := c.typ == unix.SOCK_STREAM && slices.Contains([]string{"sendfile", "splice", "vmsplice and splice"}, c.name); m.Spliced() != spliced {
				t.Errorf("%s: spliced %v", c.name, m.Spliced())
			}
			if f := m.Flags &^ (program.SplicePages | unix.MSG_OOB | unix.MSG_DONTWAIT | unix.MSG_MORE | unix.MSG_NOSIGNAL); f != 0 {
				t.Errorf("%s: flags %#x", c.name, f)
			}
		}
		// A thread of the kernel may send for a process.
		if m := got[0]; m.From.Pid != os.Getpid() && !strings.HasPrefix(c.name, "32-bit") {
			t.Errorf("%s: sent by %v", c.name, m.From)
		}
		proves(t, c.name, "yes")
	}
}

func sendmmsg(fd int, payloads ...[]byte) error {
	type mmsghdr struct {
		header unix.Msghdr
		length uint32
		_      [4]byte
	}
	messages := make([]mmsghdr, len(payloads))
	iovecs := make([]unix.Iovec, len(payloads))
	for i, p := range payloads {
		iovecs[i].Base = &p[0]
		iovecs[i].SetLen(len(p))
		messages[i].header.Iov = &iovecs[i]
		messages[i].header.SetIovlen(1)
	}
	n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&messages[0])), uintptr(len(messages)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	if int(n) != len(payloads) {
		return errors.New("not all were sent")
	}
	return nil
}

// pages is a call that sends whole pages: before Linux 6.5 each is a send.
func pages(send func(t *testing.T, fd int, data []byte) error) func(*testing.T, int, []byte) (int, error) {
	return func(t *testing.T, fd int, data []byte) (int, error) {
		for _, absent := range testkernel.Need(t).Absent {
			if absent == "unix_stream_sendpage" {
				return 1, send(t, fd, data)
			}
		}
		return (len(data) + os.Getpagesize() - 1) / os.Getpagesize(), send(t, fd, data)
	}
}

func sendfile(t *testing.T, fd int, data []byte) error {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if _, err := f.Seek(0, 0); err != nil {
		return err
	}
	_, err = unix.Sendfile(fd, int(f.Fd()), nil, len(data))
	return err
}

func splice(_ *testing.T, fd int, data []byte) error {
	return throughPipe(fd, data, func(in int) error {
		_, err := unix.Write(in, data)
		return err
	})
}

func vmsplice(_ *testing.T, fd int, data []byte) error {
	// Whole pages of its own, as vmsplice gives pages away.
	page := os.Getpagesize()
	memory, err := unix.Mmap(-1, 0, (len(data)+page-1)/page*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		return err
	}
	copy(memory, data)
	return throughPipe(fd, data, func(in int) error {
		iovec := unix.Iovec{Base: &memory[0]}
		iovec.SetLen(len(data))
		_, err := unix.Vmsplice(in, []unix.Iovec{iovec}, 0)
		return err
	})
}

// throughPipe splices what fill puts into a pipe to fd.
func throughPipe(fd int, data []byte, fill func(in int) error) error {
	var pipe [2]int
	if err := unix.Pipe2(pipe[:], unix.O_CLOEXEC); err != nil {
		return err
	}
	defer unix.Close(pipe[0])
	defer unix.Close(pipe[1])
	if err := fill(pipe[1]); err != nil {
		return err
	}
	_, err := unix.Splice(pipe[0], nil, fd, nil, len(data), 0)
	return err
}

// errNo32Bit: Go makes no programs of 32 bits for this architecture.
var errNo32Bit = errors.New("no programs of 32 bits here")

// thirtyTwoBit has a 32-bit program send: scripts/test builds it.
func thirtyTwoBit(how string) func(*testing.T, int, []byte) (int, error) {
	return func(t *testing.T, fd int, data []byte) (int, error) {
		if runtime.GOARCH == "s390x" {
			return 0, errNo32Bit
		}
		program := os.Getenv("UNIXSNOOP_SENDER32")
		if program == "" {
			if testhost.Guest() != "" {
				t.Error("UNIXSNOOP_SENDER32 does not name the 32-bit sender")
			}
			return 0, unix.ENOENT
		}
		dup, err := unix.Dup(fd)
		if err != nil {
			return 0, err
		}
		f := os.NewFile(uintptr(dup), "socket")
		defer f.Close()
		cmd := exec.Command(program, how)
		cmd.Stdin, cmd.Stdout = bytes.NewReader(data), f
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if err := cmd.Run(); err != nil {
			return 0, errors.New(err.Error() + ": " + stderr.String())
		}
		return 1, nil
	}
}
