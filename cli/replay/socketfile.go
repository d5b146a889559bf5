package replay

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// socketFile is a file that bind made.
type socketFile struct {
	path string
	info os.FileInfo
}

// bind gives the socket a name.
func (s *socket) bind(n format.Name) error {
	err := unix.Bind(s.fd, sockaddr(n))
	switch {
	case errors.Is(err, unix.EADDRINUSE) && n[0] != 0:
		return fmt.Errorf("%s exists already; remove it if nobody uses it, or take another name", n)
	case errors.Is(err, unix.EADDRINUSE):
		return fmt.Errorf("%s is in use; take another name", n)
	case err != nil:
		return fmt.Errorf("making the socket %s: %w", n, err)
	case n == "" || n[0] == 0:
		return nil
	}
	s.file = &socketFile{path: string(n)}
	if s.file.info, err = os.Lstat(s.file.path); err != nil {
		return fmt.Errorf("making the socket %s: %w", n, err)
	}
	return nil
}

// remove removes the file, unless another one is in its place by now.
func (f *socketFile) remove() {
	if f == nil || f.info == nil {
		return
	}
	if now, err := os.Lstat(f.path); err == nil && os.SameFile(f.info, now) {
		os.Remove(f.path)
	}
}
