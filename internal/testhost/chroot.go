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
	go onThreadOfItsOwn(func() {
		err := unix.Unshare(unix.CLONE_FS)
		if err == nil {
			err = unix.Chroot(dir)
		}
		tid = unix.Gettid()
		ready <- err
		<-done
	})
	t.Cleanup(func() { close(done) })
	if err := <-ready; err != nil {
		t.Fatal(err)
	}
	return tid
}

// onThreadOfItsOwn runs a function on a thread that ends with it. The first thread of a
// process is none: it never ends, and /proc shows its root and directory as the process's.
func onThreadOfItsOwn(run func()) {
	runtime.LockOSThread()
	if unix.Gettid() != unix.Getpid() {
		run() // and never unlocked
		return
	}
	defer runtime.UnlockOSThread()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		onThreadOfItsOwn(run)
	}()
	<-ended
}
