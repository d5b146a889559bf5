package savefile

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/confine"
)

// kept is a file of a Set with an Interval that is there until others take its place.
type kept struct {
	name   string
	base   string // without its number
	number int
	is     fs.FileInfo
}

// keep remembers the file that was just begun.
func (s *Set) keep() error {
	switch r := s.rotation; {
	case r.Interval == 0:
		return nil
	case r.Files == 0:
		s.used[s.name] = true
		return nil
	}
	info, err := s.file.Stat()
	if err != nil {
		return s.explain("examining", err)
	}
	s.kept = append(s.kept, kept{s.name, s.base, s.number, info})
	return nil
}

// isUsed reports whether a name is not to be used again. Where files are removed, a name
// can be, but not before those whose numbers tell that they are younger are gone too.
func (s *Set) isUsed(name string) bool {
	return s.used[name] || slices.ContainsFunc(s.kept, func(k kept) bool {
		return k.name == name || k.base == s.base && k.number >= s.number
	})
}

// makePlace removes the oldest file if there are as many as are to be kept.
func (s *Set) makePlace() error {
	if len(s.kept) == 0 || len(s.kept) < s.rotation.Files {
		return nil
	}
	if err := confine.AsInvoker(s.kept[0].remove); err != nil {
		return fmt.Errorf("keeping %d files: %w", s.rotation.Files, err)
	}
	s.kept = slices.Delete(s.kept, 0, 1)
	return nil
}

// remove removes the file, if it still has its name: somebody may have moved it away, and
// put something else there. What is looked at and what is removed is in one directory,
// wherever its path leads by then.
func (k kept) remove() error {
	dir, base := filepath.Split(k.name)
	at, err := unix.Open(cmp.Or(dir, "."), unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return unlessGone("opening", dir, err)
	}
	defer unix.Close(at)
	var now unix.Stat_t
	if err := unix.Fstatat(at, base, &now, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return unlessGone("examining", k.name, err)
	}
	if is, ok := k.is.Sys().(*syscall.Stat_t); !ok || is.Dev != now.Dev || is.Ino != now.Ino {
		return nil
	}
	return unlessGone("removing", k.name, unix.Unlinkat(at, base, 0))
}

// unlessGone is an error, unless it is that there is nothing at a path.
func unlessGone(what, path string, err error) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return &fs.PathError{Op: what, Path: path, Err: err}
}
