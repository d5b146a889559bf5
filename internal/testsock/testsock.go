// Package testsock makes Unix sockets for tests, which no child inherits and which are
// closed when the test ends. Types are those of the kernel, such as unix.SOCK_STREAM, with
// flags such as unix.SOCK_NONBLOCK. Names start with @ if they are abstract. What fails,
// fails the test.
package testsock

import (
	"net"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// Open makes a socket.
func Open(t testing.TB, typ int) (fd int) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_UNIX, typ|unix.SOCK_CLOEXEC, 0)
	return kept(t, fd, err)
}

// Bound makes a socket of a name.
func Bound(t testing.TB, typ int, name string) (fd int) {
	t.Helper()
	fd = Open(t, typ)
	must(t, unix.Bind(fd, &unix.SockaddrUnix{Name: name}))
	return fd
}

// Listening makes a socket of a name that listens.
func Listening(t testing.TB, typ int, name string, backlog int) (fd int) {
	t.Helper()
	fd = Bound(t, typ, name)
	must(t, unix.Listen(fd, backlog))
	return fd
}

// Listen is for tests of streams that need no descriptor: it listens at a path, or an
// abstract name.
func Listen(t testing.TB, name string) net.Listener {
	t.Helper()
	l, err := net.Listen("unix", name)
	must(t, err)
	t.Cleanup(func() { l.Close() })
	return l
}

// Connected makes a socket that is connected to a name.
func Connected(t testing.TB, typ int, name string) (fd int) {
	t.Helper()
	fd = Open(t, typ)
	must(t, unix.Connect(fd, &unix.SockaddrUnix{Name: name}))
	return fd
}

// Accepted takes the next connection of a socket that listens.
func Accepted(t testing.TB, listener int) (fd int) {
	t.Helper()
	fd, _, err := unix.Accept4(listener, unix.SOCK_CLOEXEC)
	return kept(t, fd, err)
}

// Pair makes two sockets that are connected with each other.
func Pair(t testing.TB, typ int) (a, b int) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, typ|unix.SOCK_CLOEXEC, 0)
	must(t, err)
	return kept(t, fds[0], nil), kept(t, fds[1], nil)
}

// Inode is the inode number of a socket, or of any other descriptor.
func Inode(t testing.TB, fd int) uint64 {
	t.Helper()
	var stat unix.Stat_t
	must(t, unix.Fstat(fd, &stat))
	return stat.Ino
}

// File is a duplicate of a socket as a file, to be given to a child.
func File(t testing.TB, fd int) *os.File {
	t.Helper()
	dup, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	must(t, err)
	f := os.NewFile(uintptr(dup), "socket")
	t.Cleanup(func() { f.Close() })
	return f
}

// kept closes a new descriptor when the test ends.
func kept(t testing.TB, fd int, err error) int {
	t.Helper()
	must(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
