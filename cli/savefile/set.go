package savefile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// ErrEnough is returned by Next when as many files are written as were asked for.
var ErrEnough = errors.New("as many files as asked for are written")

// Set is a sequence of files of which one at a time is written to. It is not safe
// for concurrent use.
type Set struct {
	pattern  string
	rotation Rotation
	owner    *Owner

	file    *os.File // nil if closed
	name    string
	written int64

	files  int       // how many were begun
	began  time.Time // the interval
	base   string    // the name in this interval, to which a number is appended
	number int       // the number last appended, 0 for none

	// used are the names of this run, of a Set with an Interval: a pattern may
	// give a name again, such as %H%M%S after a day.
	used map[string]bool
	kept []kept // instead, with Files; the oldest first
}

// Open begins the first file of a set at the time start. Times are best those of
// time.Now, so that setting the clock does not change an interval; names have
// local time. It returns the errors of CheckPattern and of Create.
func Open(pattern string, r Rotation, owner *Owner, start time.Time) (*Set, error) {
	if err := CheckPattern(pattern, r); err != nil {
		return nil, err
	}
	s := &Set{pattern: pattern, rotation: r, owner: owner, base: pattern, used: map[string]bool{}}
	if err := s.begin(start); err != nil {
		return nil, err
	}
	if st, err := s.file.Stat(); err == nil && r.Rotates() && !st.Mode().IsRegular() {
		s.file.Close()
		return nil, notRotated(s.name)
	}
	return s, nil
}

// Name is the name of the current file, or of the last one.
func (s *Set) Name() string { return s.name }

// Written is how many bytes were written to the current file.
func (s *Set) Written() int64 { return s.written }

// Write writes to the current file. Its error says which; what of p was written
// before it is in the file. Causes such as ENOSPC and EPIPE can be tested by
// errors.Is; after Close, and after an error of Next, it is fs.ErrClosed.
func (s *Set) Write(p []byte) (int, error) {
	if s.file == nil {
		return 0, &fs.PathError{Op: "writing", Path: s.name, Err: fs.ErrClosed}
	}
	n, err := s.file.Write(p)
	s.written += int64(n)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	return n, s.explain("writing", err)
}

// Limit is how many bytes a file should have at most, 0 for no limit.
func (s *Set) Limit() int64 { return s.rotation.Size }

// Due reports whether the next file is to begin before the next message is written.
func (s *Set) Due(now time.Time) bool {
	return s.rotation.Size > 0 && s.written >= s.rotation.Size || s.intervalOver(now)
}

func (s *Set) intervalOver(now time.Time) bool {
	return s.rotation.Interval > 0 && now.Sub(s.began) >= s.rotation.Interval
}

// Next closes the current file and begins the next one, whether it is due or not.
// It returns ErrEnough if there is none. After this or another error, no file is
// open. A Set without rotation has no next file: that is an error.
func (s *Set) Next(now time.Time) error {
	if !s.rotation.Rotates() {
		return fmt.Errorf("%s is the only file to write", s.name)
	}
	if err := s.Close(); err != nil {
		return err
	}
	if r := s.rotation; r.Last > 0 && s.files >= r.Last {
		return ErrEnough
	}
	return s.begin(now)
}

// Close closes the current file. Its error may be the first to tell that what was
// written is not in the file. Closing again does nothing.
func (s *Set) Close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return s.explain("closing", err)
}

func (s *Set) begin(now time.Time) error {
	if err := s.makePlace(); err != nil {
		return err
	}
	name, err := s.nextName(now)
	if err != nil {
		return err
	}
	f, err := Create(name, s.owner)
	if err != nil {
		return err
	}
	s.file, s.name, s.written = f, name, 0
	s.files++
	return s.keep()
}

func (s *Set) nextName(now time.Time) (string, error) {
	r := s.rotation
	switch {
	case r.Interval > 0:
		return s.stampedName(now)
	case r.Size > 0 && r.Files > 0:
		digits := len(strconv.Itoa(r.Files - 1))
		return fmt.Sprintf("%s%0*d", s.base, digits, s.files%r.Files), nil
	}
	return numbered(s.base, s.files), nil
}

// stampedName is the name in a new interval, or the next number in the same one.
func (s *Set) stampedName(now time.Time) (string, error) {
	if s.files == 0 || s.rotation.Size == 0 || s.intervalOver(now) {
		base, _, err := stamp(s.pattern, now.Local())
		if err != nil {
			return "", err
		}
		s.base, s.began, s.number = base, now, 0
	}
	for s.isUsed(numbered(s.base, s.number)) {
		s.number++
	}
	return numbered(s.base, s.number), nil
}

// numbered appends a number to a name, or nothing if it is 0.
func numbered(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + strconv.Itoa(n)
}

// explain names the file in an error of it, and says what is left if there is no
// room for more.
func (s *Set) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	var cause *fs.PathError
	if errors.As(err, &cause) {
		err = cause.Err
	}
	err = &fs.PathError{Op: doing, Path: s.name, Err: err}
	if doing == "writing" && (errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) || errors.Is(err, unix.EFBIG)) {
		return fmt.Errorf("%w; everything up to here is in the file", err)
	}
	return err
}
