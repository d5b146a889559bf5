package container

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Watcher tells when what Read reads may have changed.
type Watcher struct {
	root   string
	events *os.File // of inotify
	buf    [16 << 10]byte
}

// Watch begins to watch what the runtimes have below a root. What is not there yet is not
// watched.
func Watch(root string) (*Watcher, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, fmt.Errorf("watching for new containers: %w", err)
	}
	w := &Watcher{root: root, events: os.NewFile(uintptr(fd), "inotify")}
	w.add()
	return w, nil
}

// add watches what is there, which changes nothing for what is watched already: directories
// for new entries, and for files that replace others.
func (w *Watcher) add() {
	watch := func(pattern string) {
		dirs, _ := filepath.Glob(filepath.Join(escaped(w.root), pattern))
		for _, dir := range dirs {
			raw, err := w.events.SyscallConn()
			if err != nil {
				return
			}
			_ = raw.Control(func(fd uintptr) { // it may have gone again, or there are too many
				_, _ = unix.InotifyAddWatch(int(fd), dir, unix.IN_CREATE|unix.IN_MOVED_TO|unix.IN_ONLYDIR)
			})
		}
	}
	for _, dir := range dockerDirs {
		watch(dir)
		watch(filepath.Join(dir, "*"))
	}
	for _, dir := range storageDirs {
		watch(dir)
	}
	watch(logLinks)
	watch(podLogs)
}

// Next waits for a change. After Close it fails with os.ErrClosed.
func (w *Watcher) Next() error {
	for {
		n, err := w.events.Read(w.buf[:])
		if err != nil {
			return fmt.Errorf("watching for new containers: %w", err)
		}
		if matters(w.buf[:n]) {
			w.add()
			return nil
		}
	}
}

// matters reports whether any of the events is of more than a file that runtimes write to
// and nobody reads here, such as a log.
func matters(events []byte) bool {
	for len(events) >= unix.SizeofInotifyEvent {
		// struct inotify_event: wd, mask, cookie, len, and then the name, padded with NULs
		mask, length := binary.NativeEndian.Uint32(events[4:]), binary.NativeEndian.Uint32(events[12:])
		end := min(unix.SizeofInotifyEvent+int(length), len(events))
		name, _, _ := bytes.Cut(events[unix.SizeofInotifyEvent:end], []byte{0})
		if mask&(unix.IN_ISDIR|unix.IN_Q_OVERFLOW) != 0 || isRead(string(name)) {
			return true
		}
		events = events[end:]
	}
	return false
}

// isRead reports whether Read looks at a file of this name.
func isRead(name string) bool {
	if name == dockerConfig {
		return true
	}
	for _, list := range storageLists {
		if name == list {
			return true
		}
	}
	_, isLink := linkedContainer(name)
	return isLink
}

// Close ends a Next that waits.
func (w *Watcher) Close() error { return w.events.Close() }

// IsClosed reports whether an error of Next is that of a Watcher that was closed.
func IsClosed(err error) bool { return errors.Is(err, os.ErrClosed) }
