package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/unixsnoop/unixsnoop/format"
)

// controlSize has room for as many descriptors as one send can pass: SCM_MAX_FD of the kernel.
var controlSize = syscall.CmsgSpace(4 * 253)

// descriptors are those that a message passes on, as this process got them.
type descriptors []int

// receive reads what comes next, and takes the descriptors that are beside the bytes from before on.
// That place is to be kept: some programs, such as PulseAudio's, lose descriptors that come
// with an earlier byte than they were sent with.
func receive(from net.Conn, buffer []byte) (before, n int, passed descriptors, err error) {
	u, ok := from.(*net.UnixConn)
	if !ok {
		n, err = from.Read(buffer)
		return 0, n, nil, err
	}
	there, passing, err := peek(u, buffer)
	control := make([]byte, controlSize)
	for n < there && err == nil {
		// The kernel ends a read behind a send with descriptors, but not in front of it.
		to := there
		if passing && passed == nil {
			to = n + 1
		}
		m, size, _, _, readErr := u.ReadMsgUnix(buffer[n:to], control)
		if list := descriptorsIn(control[:size]); len(list) > 0 {
			before, passed = n, list
		}
		n, err = n+m, readErr
	}
	return before, n, passed, err
}

// peek waits for bytes, and tells how many there are up to the end of a send with descriptors, and
// whether there is one, which may only begin behind what the buffer has room for.
func peek(u *net.UnixConn, buffer []byte) (n int, passing bool, err error) {
	raw, err := u.SyscallConn()
	if err != nil {
		return 0, false, err
	}
	control := make([]byte, controlSize)
	var size int
	var peekErr error
	err = raw.Read(func(fd uintptr) bool {
		n, size, _, _, peekErr = syscall.Recvmsg(int(fd), buffer, control, syscall.MSG_PEEK|syscall.MSG_CMSG_CLOEXEC)
		return peekErr != syscall.EAGAIN
	})
	if err = errors.Join(err, peekErr); err != nil {
		return 0, false, err
	}
	if n == 0 {
		return 0, false, io.EOF
	}
	passed := descriptorsIn(control[:size])
	passed.close()
	return n, len(passed) > 0, nil
}

// descriptorsIn are those in ancillary data.
func descriptorsIn(control []byte) (passed descriptors) {
	messages, err := syscall.ParseSocketControlMessage(control)
	if err != nil {
		return nil
	}
	for i := range messages {
		if list, err := syscall.ParseUnixRights(&messages[i]); err == nil {
			passed = append(passed, list...)
		}
	}
	return passed
}

// send writes data, and passes the descriptors with its first byte.
func send(to net.Conn, data []byte, passed descriptors) error {
	if u, ok := to.(*net.UnixConn); ok && len(passed) > 0 {
		n, _, err := u.WriteMsgUnix(data, syscall.UnixRights(passed...), nil)
		if err != nil {
			return err
		}
		data = data[n:]
	}
	_, err := to.Write(data)
	return err
}

func (d descriptors) close() {
	for _, fd := range d {
		syscall.Close(fd)
	}
}

// files are what the descriptors lead to. Their numbers are those of this process.
func (d descriptors) files() (list []format.File) {
	for _, fd := range d {
		f := format.File{Descriptor: fd, Kind: format.NotOpen}
		var stat syscall.Stat_t
		if syscall.Fstat(fd, &stat) == nil {
			name, _ := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
			f.Kind, f.Name = kindOf(stat.Mode, name)
			f.Inode = stat.Ino
		}
		list = append(list, f)
	}
	return list
}

// kindOf is what a descriptor leads to, and its name as captures have it.
func kindOf(mode uint32, name string) (format.FileKind, string) {
	switch mode & syscall.S_IFMT {
	case syscall.S_IFSOCK:
		return format.Socket, ""
	case syscall.S_IFIFO:
		return format.Pipe, ""
	case syscall.S_IFDIR:
		return format.Directory, name
	case syscall.S_IFCHR, syscall.S_IFBLK:
		return format.Device, name
	case syscall.S_IFREG:
		name = strings.TrimSuffix(name, " (deleted)")
		if memfd, ok := strings.CutPrefix(name, "/memfd:"); ok {
			return format.Memfd, "memfd:" + memfd
		}
		return format.RegularFile, name
	}
	return format.Anonymous, strings.TrimPrefix(name, "anon_inode:")
}
