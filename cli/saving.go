package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// saveOptions are the flags that say where and how messages are saved.
type saveOptions struct {
	path     string // "" for nowhere, "-" for standard output
	rotation savefile.Rotation
	packets  packets.Options
}

// standard stands for standard input or output, instead of a file's name.
const standard = "-"

// register adds the flags. The function it returns checks them once they are parsed.
func (s *saveOptions) register(flags *pflag.FlagSet) (check func() error) {
	flags.StringVarP(&s.path, "write", "w", "", "write messages to `FILE` for Wireshark (pcapng), - for standard output")
	size := flags.Int64P("file-size", "C", 0, "with -w, begin another file after so many million `BYTES`")
	interval := flags.Int64P("rotate-seconds", "G", 0, "with -w, begin another file after `SECONDS`, named by strftime")
	flags.IntVarP(&s.rotation.Files, "file-count", "W", 0, "with -C, keep `N` files; with -G, end after so many")
	link := flags.String("link", string(packets.PKTAP), "with -w, how packets look, as `LINK`: pktap, ip, exp, user0")
	dgram := flags.String("dgram", "exp", "with -w, how datagrams look, as `KIND`: exp (exported PDUs), udp")
	flags.BoolVar(&s.packets.NoComments, "no-comments", false, "with -w, leave out the comments; -r can't read such a file")
	flags.BoolP("packet-buffered", "U", true, "write each message at once, as is always done")
	return func() error {
		if s.path == "" {
			for _, name := range []string{"file-size", "rotate-seconds", "file-count", "link", "dgram", "no-comments"} {
				if flags.Changed(name) {
					return fmt.Errorf("--%s says how to write a file, but there is none; give -w FILE", name)
				}
			}
			return nil
		}
		var err error
		if s.packets.Link, err = packets.ParseLink(*link); err != nil {
			return err
		}
		switch *dgram {
		case "udp":
			s.packets.UDP = true
		case "exp":
			if s.packets.Link == packets.IP && flags.Changed("dgram") {
				return errors.New("--link ip has no place for exported PDUs; leave out --dgram exp")
			}
		default:
			return fmt.Errorf("unknown kind of datagram %q; known are exp, udp", *dgram)
		}
		const longest = 1_000_000_000 // million bytes or seconds: what fits
		for _, n := range []int64{*size, *interval} {
			if n < 0 || n > longest {
				return fmt.Errorf("-C and -G take a number up to %d, not %d", longest, n)
			}
		}
		s.rotation.Size = *size * 1e6
		s.rotation.Interval = time.Duration(*interval) * time.Second
		if s.path == standard {
			if s.rotation != (savefile.Rotation{}) {
				return errors.New("standard output is one file only; leave out -C, -G and -W")
			}
			return nil
		}
		return savefile.CheckPattern(s.path, s.rotation)
	}
}

// save is the output to a file or a sequence of them.
type save struct {
	options packets.Options
	files   *savefile.Set // nil for standard output
	packets *packets.Writer
	losses  func() []format.Loss // of the whole capture so far
	told    map[string]uint64    // of these, by cause, what a file before has said
	ended   bool                 // there are as many files as there should be
}

// open begins the file. Captured is what it says of itself, losses what it says of what
// is missing when it ends.
func (s *saveOptions) open(stdout io.Writer, captured string, losses func() []format.Loss) (*save, error) {
	w := &save{options: s.packets, losses: losses, told: map[string]uint64{}}
	w.options.Application = "unixsnoop " + version()
	w.options.OS = system()
	w.options.Filter = captured
	if s.path == standard {
		return w, w.begin(stdout)
	}
	files, err := savefile.Open(s.path, s.rotation, savefile.InvokingUser(), time.Now())
	if err != nil {
		return nil, err
	}
	w.files = files
	if err := w.begin(files); err != nil {
		files.Close()
		return nil, err
	}
	return w, nil
}

func (w *save) begin(to io.Writer) (err error) {
	w.packets, err = packets.NewWriter(to, w.options)
	return err
}

// Write begins another file first, if it is time to.
func (w *save) Write(m *format.Message) error {
	if w.files != nil {
		if err := w.rotate(time.Now()); err != nil {
			return err
		}
	}
	return w.packets.Write(m)
}

func (w *save) rotate(now time.Time) error {
	if !w.files.Due(now) {
		return nil
	}
	if err := w.end(func(l format.Loss) bool { return l.Missing }); err != nil {
		return err
	}
	switch err := w.files.Next(now); {
	case errors.Is(err, savefile.ErrEnough):
		w.ended = true
		return errEnough
	case err != nil:
		return err
	}
	return w.begin(w.files)
}

// end writes the end of a file: those losses that no file before has told. Messages
// that are missing are told in the file where they are, the rest at the end of the
// capture, as sends that are not finished may be yet.
func (w *save) end(tell func(format.Loss) bool) error {
	for _, l := range w.losses() {
		told := w.told[l.Cause]
		if !tell(l) || l.Count <= told {
			continue
		}
		w.told[l.Cause] = l.Count
		l.Count -= told
		w.packets.AddLoss(l)
	}
	return w.packets.Close()
}

func (w *save) Flush() error {
	if w.ended {
		return nil
	}
	return w.packets.Flush()
}

// Close ends the file.
func (w *save) Close() error {
	if w.ended {
		return nil
	}
	err := w.end(func(format.Loss) bool { return true })
	if w.files != nil {
		err = errors.Join(err, w.files.Close())
	}
	return err
}

// mayWrite reports whether a file may be one of those to be written: it has their name,
// but for a number.
func (s *saveOptions) mayWrite(file os.FileInfo) bool {
	if s.path == "" || s.path == standard {
		return false
	}
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		return false
	}
	base := filepath.Base(s.path)
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), base)
		if !ok || strings.Trim(number, "0123456789") != "" {
			continue
		}
		if info, err := e.Info(); err == nil && os.SameFile(info, file) {
			return true
		}
	}
	return false
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

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	return err == nil
}
