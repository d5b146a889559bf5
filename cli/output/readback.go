package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/terminal"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// Saved is a capture file that is read.
type Saved struct {
	packets.Source
	Name  string // for people
	file  *os.File
	bytes int64 // bytes so far
	idle  func() error
}

// Read reads from the file, for the Source.
func (s *Saved) Read(b []byte) (int, error) {
	if s.idle != nil {
		for wait := time.Duration(0); !hasInput(s.file, wait); wait = idleTime {
			if err := s.idle(); err != nil {
				return 0, err
			}
		}
	}
	n, err := s.file.Read(b)
	s.bytes += int64(n)
	return n, err
}

// OpenSaved opens a capture file, Standard for standard input, which must not be one of
// those that save writes.
func OpenSaved(path string, save *Save) (*Saved, error) {
	s := &Saved{Name: path}
	if err := s.open(path); err != nil {
		return nil, err
	}
	if err := s.begin(save); err != nil {
		s.file.Close()
		return nil, err
	}
	return s, nil
}

func (s *Saved) open(path string) (err error) {
	if path == Standard {
		if terminal.Is(os.Stdin) {
			return flags.Mistakef("-r - reads a capture file from standard input, which is a terminal")
		}
		s.file, s.Name = os.Stdin, "standard input"
		return nil
	}
	if s.file, err = os.Open(path); err != nil {
		return fmt.Errorf("reading a capture: %w", err)
	}
	return nil
}

// idleTime is how often somebody is told that there is nothing to be read.
const idleTime = time.Second

// hasInput reports whether what is read has something to be read before this time is over, or has
// ended.
func hasInput(file *os.File, wait time.Duration) bool {
	poll := []unix.PollFd{{Fd: int32(file.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(poll, int(wait.Milliseconds()))
	return n > 0 || err != nil && !errors.Is(err, unix.EINTR)
}

// begin reads the beginning of the file.
func (s *Saved) begin(save *Save) error {
	info, err := s.file.Stat()
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a directory, not a capture file", s.Name)
	case save.mayWrite(info):
		return flags.Mistakef("%s can't be read and written at the same time; write to another file", s.Name)
	}
	s.Source, err = packets.Open(s)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) && s.bytes == 0:
		return fmt.Errorf("%s is empty, which no capture file is: what should have written it wrote nothing", s.Name)
	case errors.Is(err, pcapng.ErrFormat):
		return fmt.Errorf("%s is no capture file that can be read: %w", s.Name, err)
	case err != nil:
		return fmt.Errorf("reading %s: %w", s.Name, err)
	}
	return nil
}

// Next returns the next message, io.EOF at the end. ErrCutShort is of a file that ends in
// the middle.
func (s *Saved) Next() (*format.Message, error) {
	m, err := s.Source.Next()
	switch {
	case err == nil, err == io.EOF:
		return m, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%s ends in the middle: %w", s.Name, ErrCutShort)
	}
	return nil, fmt.Errorf("reading %s: %w", s.Name, err)
}

// ErrCutShort is why a file is not whole.
var ErrCutShort = errors.New("the program that wrote it was cut short")

// Rest reads the rest of a file, at whose end it says what is missing. What was asked
// for has been read, so what is wrong there does not matter. Of a pipe the rest may never
// come.
func (s *Saved) Rest() {
	if info, err := s.file.Stat(); err != nil || !info.Mode().IsRegular() {
		return
	}
	for {
		if _, err := s.Source.Next(); err != nil {
			return
		}
	}
}

// Close closes the file.
func (s *Saved) Close() error { return s.file.Close() }
