package probes

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// Of include/uapi/linux/nbd.h.
const (
	nbdSetSocket  = 0xab00
	nbdSetSize    = 0xab02
	nbdDo         = 0xab03
	nbdDisconnect = 0xab08

	nbdReply = 0x67446698
	nbdRead  = 0
	nbdWrite = 1
	nbdEnd   = 2
)

// TestKernelThreadSends: what a thread of the kernel sends is that thread's, and not that of
// the process which made the socket; the same goes for what it receives. A block device that
// is served over a socket has such threads: one writes back what is in the page cache.
func TestKernelThreadSends(t *testing.T) {
	testkernel.Need(t)
	testhost.SameOnAllKernels(t)
	device, err := os.OpenFile("/dev/nbd0", os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("this kernel has no module nbd, and the others that send from a thread of theirs take daemons")
	}
	check(t, err)
	defer device.Close()
	kernels, ours := testsock.Pair(t, unix.SOCK_STREAM)
	inode := testsock.Inode(t, kernels)
	ioctl := func(request uint, arg int) error { return unix.IoctlSetInt(int(device.Fd()), request, arg) }
	messages, stats := snoop(t, Options{Filter: Filter{Filter: format.Filter{Inodes: []uint64{inode}}}}, func() {
		check(t, ioctl(nbdSetSize, 1<<20))
		check(t, ioctl(nbdSetSocket, kernels))
		done, written := make(chan error), make(chan struct{}, 1)
		go func() { done <- serveBlocks(testsock.File(t, ours), written) }()
		go func() { done <- ioctl(nbdDo, 0) }()
		block := make([]byte, 4096)
		for {
			if _, err := device.ReadAt(block, 0); err != io.EOF { // until it has begun, it is empty
				check(t, err)
				break
			}
			runtime.Gosched()
		}
		_, err := device.WriteAt(block, 0)
		check(t, err)
		writeBackSoon(t)
		<-written
		check(t, ioctl(nbdDisconnect, 0))
		check(t, errors.Join(<-done, <-done))
	})
	sent := map[bool]int{}
	for _, m := range messages {
		byKernel := strings.HasPrefix(m.From.Comm, "kworker/") && m.From.Pid != os.Getpid() && m.From.Pid != 0
		switch {
		case m.From.Inode == inode:
			sent[byKernel]++
		// Where no worker is free soon, the work queue's rescuer, nbd0-recv or knbd0-recv, does it.
		case !strings.HasPrefix(m.To.Comm, "kworker/") && !strings.HasSuffix(m.To.Comm, "nbd0-recv"):
			t.Errorf("an answer: %s", format.Header(m))
		}
	}
	// The request to read is sent by who reads.
	if sent[true] == 0 || sent[false] == 0 || stats.Lost() > 0 {
		t.Errorf("%d sends are of a thread of the kernel, %d are not, %+v", sent[true], sent[false], stats)
	}
}

// writeBackSoon has the kernel write back what is dirty at once, in a thread of its own.
func writeBackSoon(t *testing.T) {
	t.Helper()
	testhost.Expendable(t)
	for _, name := range []string{"dirty_expire_centisecs", "dirty_writeback_centisecs"} {
		file := "/proc/sys/vm/" + name
		before, err := os.ReadFile(file)
		check(t, err)
		check(t, os.WriteFile(file, []byte("1"), 0))
		t.Cleanup(func() { check(t, os.WriteFile(file, before, 0)) })
	}
}

// serveBlocks answers the requests of the kernel's client until that disconnects: reads with
// zeros. It tells of the first write.
func serveBlocks(server *os.File, written chan<- struct{}) error {
	request, blocks := make([]byte, 28), make([]byte, 1<<20)
	for {
		if _, err := io.ReadFull(server, request); err != nil {
			return err
		}
		answer := binary.BigEndian.AppendUint32(nil, nbdReply)
		answer = append(binary.BigEndian.AppendUint32(answer, 0), request[8:16]...)
		length := binary.BigEndian.Uint32(request[24:])
		kind := binary.BigEndian.Uint32(request[4:]) & 0xffff
		switch kind {
		case nbdEnd:
			return unix.Shutdown(int(server.Fd()), unix.SHUT_RDWR)
		case nbdRead:
			answer = append(answer, blocks[:length]...)
		case nbdWrite:
			if _, err := io.ReadFull(server, make([]byte, length)); err != nil {
				return err
			}
		}
		if _, err := server.Write(answer); err != nil {
			return err
		}
		if kind == nbdWrite {
			select {
			case written <- struct{}{}:
			default:
			}
		}
	}
}
