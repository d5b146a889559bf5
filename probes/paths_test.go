package probes

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestPaths: the file of a socket is found before its connection is accepted, then, and when
// it has gone, as long as no other file has the name.
func TestPaths(t *testing.T) {
	dir := t.TempDir()
	in, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	bound := fmt.Sprintf("/proc/self/fd/%d/s", in.Fd())
	want := filepath.Join(dir, "s")
	l := testsock.Listen(t, bound)
	client, err := net.Dial("unix", bound)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	p := newPaths()
	find := func(inode, peer uint64, pid int, want string) {
		t.Helper()
		p.rest = 0
		if got, _ := p.find(socketOf{format.Name(bound), inode, peer, pid}); got != want {
			t.Errorf("%d, peer %d of process %d: %q, want %q", inode, peer, pid, got, want)
		}
	}
	find(0, inodeOf(t, client), os.Getpid(), want)
	find(0, inodeOf(t, client), 0, want) // we listen
	find(1, 0, os.Getpid(), want)        // it has gone
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	find(inodeOf(t, server), inodeOf(t, client), os.Getpid(), want)
	for _, name := range []format.Name{"", "/run/x", "\x00" + format.Name(bound)} {
		if got, settled := p.of(name, 1, 0, os.Getpid()); got != "" || !settled {
			t.Errorf("%q: %q", name, got)
		}
	}
}

// inodeOf is the inode number of a connection's socket.
func inodeOf(t *testing.T, c net.Conn) uint64 {
	t.Helper()
	raw, err := c.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var st unix.Stat_t
	if err := raw.Control(func(fd uintptr) { err = unix.Fstat(int(fd), &st) }); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return st.Ino
}
