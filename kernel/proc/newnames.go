package proc

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// NewNames tells of names that lead to sockets which were bound under another one. Such a
// name, a link or a symbolic link, can be made at any time, and the kernel does not tell a
// socket of it.
type NewNames struct {
	entries *NewEntries
	watched map[int32][]watchedName
}

// watchedName is a path in a directory, or the beginning of paths.
type watchedName struct {
	path   string
	prefix bool
}

// WatchNames begins to listen in the directories of these paths, and of those that begin with
// one of the prefixes. Directories that are not there are left out.
func WatchNames(paths, prefixes []string) (*NewNames, error) {
	entries, err := ListenForEntries()
	if err != nil {
		return nil, fmt.Errorf("listening for new names: %w", err)
	}
	n := &NewNames{entries, map[int32][]watchedName{}}
	watch := func(paths []string, prefix bool) {
		for _, path := range paths {
			dir, _ := splitPath(path)
			if number, err := n.entries.Watch(dir); err == nil {
				n.watched[number] = append(n.watched[number], watchedName{path, prefix})
			}
		}
	}
	watch(paths, false)
	watch(prefixes, true)
	return n, nil
}

// maxThere bounds how many names in directories are looked at: in /tmp, anybody may make a
// million links.
const maxThere = 4096

// There are such names that there are now; all is false if there are too many to look at.
func (n *NewNames) There() (names []string, all bool) {
	left := maxThere
	for _, prefix := range []bool{false, true} { // those of which there are few first
		for _, watched := range n.watched {
			for _, w := range watched {
				if w.prefix == prefix {
					names = append(names, w.there(&left)...)
				}
			}
		}
	}
	return names, left > 0
}

// Next waits for names that are made, and returns those that lead to a socket which was
// bound elsewhere. If the kernel had to leave some out, it returns those that are There. After
// Close it fails with os.ErrClosed.
func (n *NewNames) Next() (names []string, all bool, err error) {
	for {
		entries, err := n.entries.Next()
		if err != nil {
			return nil, true, fmt.Errorf("listening for new names: %w", err)
		}
		names, all := []string(nil), true
		for _, e := range entries {
			if e.LeftOut {
				var there []string
				there, all = n.There()
				names = append(names, there...)
				continue
			}
			for _, w := range n.watched[e.Dir] {
				dir, _ := splitPath(w.path)
				if path := dir + e.Name; w.covers(path) && w.boundElsewhere(path) {
					names = append(names, path)
				}
			}
		}
		if len(names) > 0 || !all {
			return names, all, nil
		}
	}
}

// Close ends a Next that waits.
func (n *NewNames) Close() error { return n.entries.Close() }

func (w watchedName) covers(path string) bool {
	return path == w.path || w.prefix && strings.HasPrefix(path, w.path)
}

// there are the names that it covers, are there and lead elsewhere. It looks at no more than
// are left.
func (w watchedName) there(left *int) (names []string) {
	dir, _ := splitPath(w.path)
	paths := []string{w.path}
	if w.prefix {
		at, err := openAs(dir, unix.O_RDONLY|unix.O_DIRECTORY)
		if err != nil {
			return nil
		}
		list := os.NewFile(uintptr(at.fd), dir)
		defer list.Close()
		paths = nil
		for _, name := range namesOf(list, os.ModeSocket|os.ModeSymlink) {
			paths = append(paths, dir+name)
		}
	}
	for _, path := range paths {
		if !w.covers(path) {
			continue
		}
		if *left--; *left <= 0 {
			break
		}
		if w.boundElsewhere(path) {
			names = append(names, path)
		}
	}
	return names
}

// boundElsewhere reports whether a path leads to a socket by a link: what was bound here has
// no other name, and is no symbolic link. That it was bound here and got a second name
// within the same moment, can't be seen. A path that is asked for may lead to where nothing
// is bound yet.
func (w watchedName) boundElsewhere(path string) bool {
	at, err := openAs(path, unix.O_PATH|unix.O_NOFOLLOW)
	if err != nil {
		return false
	}
	defer unix.Close(at.fd)
	var stat unix.Stat_t
	if unix.Fstat(at.fd, &stat) != nil {
		return false
	}
	switch stat.Mode & unix.S_IFMT {
	case unix.S_IFSOCK:
		return stat.Nlink > 1
	case unix.S_IFLNK:
		_, err := identify(path, unix.S_IFSOCK)
		return err == nil || !w.prefix && errors.Is(err, unix.ENOENT)
	}
	return false
}
