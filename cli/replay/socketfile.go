package replay

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// socketFile is a file that bind made. Others may be able to write to its directory and to
// those above it, and put something else under its name at any time. So it is only ever
// looked at and removed in the directory that was open before it was made, and never
// changed.
type socketFile struct {
	dir  int // the directory, open by O_PATH
	base string
	made unix.Stat_t
}

// bind gives the socket a name. If that is a path, everybody may send to a socket that is
// for everybody, and else whom the umask lets.
func (s *socket) bind(n format.Name, forEverybody bool) error {
	isPath := n != "" && n[0] != 0
	var file *socketFile
	if isPath {
		dir, base := filepath.Split(string(n))
		fd, err := unix.Open(cmp.Or(dir, "."), unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		if err != nil {
			return fmt.Errorf("making the socket %s: its directory: %w", n, err)
		}
		file = &socketFile{dir: fd, base: base}
	}
	err := s.bindTo(n, isPath && forEverybody)
	if err == nil && isPath {
		err = file.find()
	}
	switch {
	case err == nil:
		s.file = file
		return nil
	case isPath:
		unix.Close(file.dir)
	}
	switch {
	case errors.Is(err, unix.EADDRINUSE) && isPath:
		return fmt.Errorf("%s exists already; remove it if nobody uses it, or take another name", n)
	case errors.Is(err, unix.EADDRINUSE):
		return fmt.Errorf("%s is in use; take another name", n)
	}
	return fmt.Errorf("making the socket %s: %w", n, err)
}

// bindTo is the system call. The file gets the mode that the socket has, less the umask
// (unix_bind_bsd in net/unix/af_unix.c), so there is nothing to change once it is there: by
// then it may be a link to something else. Nothing else here makes files meanwhile.
func (s *socket) bindTo(n format.Name, forEverybody bool) error {
	if forEverybody {
		if err := unix.Fchmod(s.fd, 0o666); err != nil {
			return fmt.Errorf("letting everybody send to it: %w", err)
		}
		defer unix.Umask(unix.Umask(0))
	}
	return unix.Bind(s.fd, sockaddr(n))
}

// look tells what is there now.
func (f *socketFile) look(now *unix.Stat_t) error {
	return unix.Fstatat(f.dir, f.base, now, unix.AT_SYMLINK_NOFOLLOW)
}

// find notes what was made. Whoever has put something else there by now, whose it is, may
// keep it.
func (f *socketFile) find() error {
	err := f.look(&f.made)
	if err == nil && (f.made.Mode&unix.S_IFMT != unix.S_IFSOCK || f.made.Uid != uint32(os.Geteuid())) {
		err = errors.New("somebody else has put something in its place")
	}
	return err
}

// remove removes the file, unless another one is in its place by now.
func (f *socketFile) remove() {
	if f == nil {
		return
	}
	var now unix.Stat_t
	if f.look(&now) == nil && now.Dev == f.made.Dev && now.Ino == f.made.Ino && now.Mode&unix.S_IFMT == unix.S_IFSOCK {
		_ = unix.Unlinkat(f.dir, f.base, 0) // somebody else was quicker
	}
	unix.Close(f.dir)
}
