package output

import (
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// About is what a saved file says of the capture that is in it.
type About struct {
	Program  string               // and its version
	Captured string               // what was asked for
	Losses   func() []format.Loss // what is missing so far
	Tell     func(string)         // tells the user of what goes as it should; may be nil
	Hosts    []*format.Host       // where: messages that do not say so are of the first; none if unknown
}

// files is the output to a file or a sequence of them.
type files struct {
	options packets.Options
	set     *savefile.Set // nil for standard output
	packets *packets.Writer
	losses  func() []format.Loss // of the whole capture so far
	told    map[string]uint64    // of these, by cause, what a file before has said
	ended   bool                 // there are as many files as there should be
	reached reached              // of the messages, what a file has
}

// open begins the file.
func (s *Save) open(stdout io.Writer, about About) (*files, error) {
	f := &files{options: s.Packets, losses: about.Losses, told: map[string]uint64{}}
	f.options.Application = about.Program
	f.options.OS = system()
	f.options.Filter = about.Captured
	f.options.Hosts = about.Hosts
	if s.Path == Standard {
		return f, f.begin(stdout)
	}
	set, err := savefile.Open(s.Path, s.Rotation, savefile.InvokingUser(), time.Now())
	if err != nil {
		return nil, err
	}
	f.set = set
	if err := f.begin(set); err != nil {
		set.Close()
		return nil, err
	}
	return f, nil
}

func (f *files) begin(to io.Writer) (err error) {
	f.reached.restart()
	f.packets, err = packets.NewWriter(to, f.options)
	return err
}

// Write begins another file first, if it is time to.
func (f *files) Write(m *format.Message) error {
	if f.set != nil {
		if err := f.rotate(m, time.Now()); err != nil {
			return err
		}
	}
	err := f.packets.Write(m)
	if err == nil {
		f.reached.add(m, f.packets.Begun())
	}
	f.reached.upTo(f.packets.Written())
	return err
}

func (f *files) rotate(m *format.Message, now time.Time) error {
	due, err := f.isDue(m, now)
	if err != nil || !due {
		return err
	}
	if err := f.end(func(l format.Loss) bool { return l.Missing }); err != nil {
		return err
	}
	switch err := f.set.Next(now); {
	case errors.Is(err, savefile.ErrEnough):
		f.ended = true
		return ErrEnough
	case err != nil:
		return err
	}
	return f.begin(f.set)
}

// isDue reports whether a message is to be in the next file: it is time, or this one would
// be too large with it. A file has one message at least.
func (f *files) isDue(m *format.Message, now time.Time) (bool, error) {
	limit := f.set.Limit()
	if f.set.Due(now) || limit == 0 || !f.packets.HasMessages() {
		return f.set.Due(now), nil
	}
	size, err := f.packets.SizeWith(m, limit)
	return size > limit, err
}

// end writes the end of a file: those losses that no file before has told. Messages
// that are missing are told in the file where they are, the rest at the end of the
// capture, as sends that are not finished may be yet.
func (f *files) end(tell func(format.Loss) bool) error {
	for _, l := range f.losses() {
		told := f.told[l.Cause]
		if !tell(l) || l.Count <= told {
			continue
		}
		f.told[l.Cause] = l.Count
		l.Count -= told
		f.packets.AddLoss(l)
	}
	err := f.packets.Close()
	f.reached.upTo(f.packets.Written())
	return err
}

func (f *files) Flush() error {
	if f.ended {
		return nil
	}
	err := f.packets.Flush()
	f.reached.upTo(f.packets.Written())
	return err
}

// Dump does nothing more than Flush: all is written at once.
func (f *files) Dump() error { return f.Flush() }

// Reached is how many whole messages the files have.
func (f *files) Reached() uint64 { return f.reached.Messages }

// Close ends the file.
func (f *files) Close() error {
	if f.ended {
		return nil
	}
	err := f.end(func(format.Loss) bool { return true })
	if f.set != nil {
		err = errors.Join(err, f.set.Close())
	}
	return err
}

// system is the kernel's name and release.
func system() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	words := []string{unix.ByteSliceToString(u.Sysname[:]), unix.ByteSliceToString(u.Release[:]), unix.ByteSliceToString(u.Machine[:])}
	return format.Escape(strings.Join(words, " "))
}
