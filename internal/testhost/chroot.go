package testhost

import (
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// Chrooted returns the id of a thread of ours whose root is a directory until the test ends,
// as that of a process in a container is. It needs root.
func Chrooted(t testing.TB, dir string) (tid int) {
	t.Helper()
	Root(t)
	ready, done := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with this
		err := unix.Unshare(unix.CLONE_FS)
		if err == nil {
			err = unix.Chroot(dir)
		}
		tid = unix.Gettid()
		ready <- err
		<-done
	}()
	t.Cleanup(func() { close(done) })
	if err := <-ready; err != nil {
		t.Fatal(err)
	}
	return tid
}
