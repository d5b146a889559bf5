package probes

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// TestSlowMemory: a sender's memory may be there only when somebody brings it, as with
// userfaultfd and FUSE. The kernel waits for it within the send; the capture does not, shows
// what others send meanwhile, and then these bytes, too.
func TestSlowMemory(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	quick := connect(t, unix.SOCK_STREAM, filepath.Join(dir, "quick"))
	for name, test := range map[string]struct{ typ, size int }{
		"stream":       {unix.SOCK_STREAM, 100},
		"large stream": {unix.SOCK_STREAM, 100_000},
		"datagram":     {unix.SOCK_DGRAM, 50_000},
		"seqpacket":    {unix.SOCK_SEQPACKET, 100},
	} {
		t.Run(name, func(t *testing.T) {
			w := connect(t, test.typ, filepath.Join(t.TempDir(), "s"))
			data := noise(test.size)
			memory := newSlowMemory(t, data)
			shown := make(chan struct{})
			var slow, meanwhile []*format.Message
			out := &keeper{see: func(m *format.Message) {
				if m = m.Clone(); string(m.To.Name) == quick.path {
					meanwhile = append(meanwhile, m)
					close(shown)
				} else {
					slow = append(slow, m)
				}
			}}
			stats := snoopTo(t, Options{RingSize: bigRing, Hold: DefaultHold}, out, func() {
				sent := make(chan struct{})
				go func() {
					defer close(sent)
					w.sendAll(t, memory.bytes[:test.size])
				}()
				memory.wait(t) // the send is within the kernel
				check(t, unix.Send(quick.client, []byte("meanwhile"), 0))
				quick.receive(t, len("meanwhile"))
				<-shown
				memory.bring(t)
				if got := w.receive(t, test.size); !bytes.Equal(got, data) {
					t.Error("what is received is not what was sent: the test is wrong")
				}
				<-sent
			}, w.path, quick.path)
			if got := together(t, slow); !bytes.Equal(got, data) || len(meanwhile) != 1 || stats.Lost() > 0 || stats.InFlight > 0 {
				t.Errorf("captured %d of %d bytes, %d messages meanwhile: %+v", len(got), test.size, len(meanwhile), stats)
			}
		})
	}
	proves(t, "from memory that comes while the kernel copies it (userfaultfd)", "yes")
}

// slowMemory are pages that are not there before somebody who touches them has waited.
type slowMemory struct {
	bytes  []byte
	source []byte   // what will be there
	faults *os.File // of userfaultfd(2)
}

// What userfaultfd(2) takes, from the kernel's uapi/linux/userfaultfd.h.
const (
	uffdAPI      = 0xc018aa3f // ioctls
	uffdRegister = 0xc020aa00
	uffdCopy     = 0xc028aa03

	uffdMissing   = 1    // the mode of a region whose pages are brought
	uffdVersion   = 0xaa // of the interface
	uffdPagefault = 0x12 // the kind of a message
)

// newSlowMemory makes memory of whole pages that will begin with these bytes.
func newSlowMemory(t *testing.T, data []byte) *slowMemory {
	t.Helper()
	page := os.Getpagesize()
	size := (len(data) + page - 1) / page * page
	memory, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Munmap(memory) })
	fd, _, errno := unix.Syscall(unix.SYS_USERFAULTFD, unix.O_CLOEXEC, 0, 0)
	if errno != 0 {
		t.Fatal(os.NewSyscallError("userfaultfd", errno))
	}
	m := &slowMemory{memory, append(bytes.Clone(data), make([]byte, size-len(data))...), os.NewFile(fd, "userfaultfd")}
	t.Cleanup(func() { m.faults.Close() })
	m.control(t, uffdAPI, uffdVersion, 0, 0)
	m.control(t, uffdRegister, m.start(), uint64(size), uffdMissing, 0)
	return m
}

func (m *slowMemory) start() uint64 {
	return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(m.bytes))))
}

// wait waits for somebody who waits for the memory.
func (m *slowMemory) wait(t *testing.T) {
	t.Helper()
	message := make([]byte, 32)
	n, err := m.faults.Read(message)
	if n != len(message) || message[0] != uffdPagefault {
		t.Fatalf("userfaultfd tells %x, %v", message[:max(n, 0)], err)
	}
	if at := binary.NativeEndian.Uint64(message[16:]); at < m.start() || at >= m.start()+uint64(len(m.bytes)) {
		t.Fatalf("somebody waits for %#x, which is not of this memory", at)
	}
}

// bring puts all pages into place and wakes who waits for one.
func (m *slowMemory) bring(t *testing.T) {
	t.Helper()
	m.control(t, uffdCopy, m.start(), uint64(uintptr(unsafe.Pointer(unsafe.SliceData(m.source)))), uint64(len(m.bytes)), 0, 0)
}

// control makes an ioctl of a struct of 64-bit numbers.
func (m *slowMemory) control(t *testing.T, request uintptr, fields ...uint64) {
	t.Helper()
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, m.faults.Fd(), request, uintptr(unsafe.Pointer(unsafe.SliceData(fields))))
	if errno != 0 {
		t.Fatal(os.NewSyscallError("ioctl of userfaultfd", errno))
	}
}
