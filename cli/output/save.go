package output

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// Save says where and how messages are saved.
type Save struct {
	Path     string // "" for nowhere, Standard for standard output
	Split    bool   // a file for each conversation, Path is a savefile.EachPattern
	Rotation savefile.Rotation
	Packets  packets.Options
	Memory   size // bytes to keep there until they are wanted, 0 to write at once

	size, interval int64 // as given: millions of bytes, seconds
	link, dgram    string
}

// Standard stands for standard input or output, instead of a file's name.
const Standard = "-"

// The kinds of datagram that --dgram knows.
const (
	dgramExported = "exp"
	dgramUDP      = "udp"
)

// saveOnly are the flags that say nothing without -w.
var saveOnly = []string{"split", "file-size", "rotate-seconds", "file-count", "end-after-files", "link", "dgram", "no-comments", "ring-memory"}

func (s *Save) define(g *flags.Group) {
	g.StringVarP(&s.Path, "write", "w", "", "write messages to `FILE` for Wireshark (pcapng), - for standard output")
	g.Int64VarP(&s.size, "file-size", "C", 0, "with -w, begin another file before one has more than so many million `BYTES`")
	g.Int64VarP(&s.interval, "rotate-seconds", "G", 0, "with -w, begin another file after `SECONDS`; %H%M%S and the like in its name become the time")
	g.IntVarP(&s.Rotation.Files, "file-count", "W", 0, "with -C or -G, keep `N` files, the newest")
	g.IntVar(&s.Rotation.Last, "end-after-files", 0, "with -C or -G, end the capture after `N` files, as tcpdump does for -G with -W")
	g.BoolVar(&s.Split, "split", false, "with -w, a file for each conversation: in FILE, %s is the name of its socket and %c its id, as in x-%s-%c.pcapng. A name with %c says so by itself")
	g.StringVar(&s.link, "link", string(packets.PKTAP), "with -w, how packets look, as `LINK`: pktap, ip, exp, user0")
	g.StringVar(&s.dgram, "dgram", dgramExported, "with -w, how datagrams look, as `KIND`: exp (exported PDUs), udp")
	g.BoolVar(&s.Packets.NoComments, "no-comments", false, "with -w, leave out the comments; -r can't read such a file")
	g.Var(&s.Memory, "ring-memory", "with -w, keep the last `SIZE` in memory, such as 64M, and write them at the end and on SIGUSR2, to another file each time")
	g.BoolP("packet-buffered", "U", true, "write each message at once, as is always done")
	g.CompleteWith("link", "pktap", "ip", "exp", "user0")
	g.CompleteWith("dgram", dgramExported, dgramUDP)
}

// check says what is wrong with the flags, and turns them into what is saved.
func (s *Save) check(given func(string) bool) error {
	if s.Path == "" {
		if given("write") {
			return errors.New("-w needs the name of a file")
		}
		for _, name := range saveOnly {
			if given(name) {
				return fmt.Errorf("--%s says how to write a file, but there is none; give -w FILE", name)
			}
		}
		return nil
	}
	if err := s.choosePackets(given("dgram")); err != nil {
		return err
	}
	const longest = 1_000_000_000 // million bytes or seconds: what fits
	for _, n := range []int64{s.size, s.interval} {
		if n < 0 || n > longest {
			return fmt.Errorf("-C and -G take a number up to %d, not %d", longest, n)
		}
	}
	// A name with %c is meant for many files, whoever forgot the flag.
	s.Split = s.Split || savefile.EachPattern(s.Path).TellsApart()
	if s.Memory > 0 && (s.Split || s.Path == Standard || s.size > 0 || s.interval > 0 || s.Rotation.Files > 0 || s.Rotation.Last > 0) {
		return errors.New("--ring-memory writes to a file when that is wanted; leave out -C, -G, -W, --end-after-files and --split, and name a file, without %c")
	}
	s.Rotation.Size = s.size * 1e6
	s.Rotation.Interval = time.Duration(s.interval) * time.Second
	if s.Split {
		return s.checkSplit(given)
	}
	if s.Path != Standard {
		return savefile.CheckPattern(s.Path, s.Rotation)
	}
	if s.Rotation != (savefile.Rotation{}) {
		return errors.New("standard output is one file only; leave out -C, -G, -W and --end-after-files")
	}
	return nil
}

// checkSplit says what is wrong with a file for each conversation.
func (s *Save) checkSplit(given func(string) bool) error {
	switch {
	case s.Path == Standard:
		return errors.New("--split writes a file for each conversation, and standard output is one file only; give -w a name such as x-%s-%c.pcapng")
	case s.Rotation != (savefile.Rotation{}):
		return errors.New("choose one: --split has a file for each conversation, as a name with %c has, and -C and -G begin another one after a size or a time")
	}
	if err := savefile.EachPattern(s.Path).Check(); err != nil {
		if given("split") {
			return fmt.Errorf("--split: %w", err)
		}
		return fmt.Errorf("-w %s: as %%c is in it, there is a file for each conversation; %w", s.Path, err)
	}
	return nil
}

// begin begins to save.
func (s *Save) begin(stdout io.Writer, about About) (saved, error) {
	if s.Memory > 0 {
		return s.record(about)
	}
	if s.Split {
		return newSplit(s, about), nil
	}
	return s.open(stdout, about)
}

// choosePackets reads how packets look.
func (s *Save) choosePackets(dgramGiven bool) (err error) {
	if s.Packets.Link, err = packets.ParseLink(s.link); err != nil {
		return err
	}
	switch s.dgram {
	case dgramUDP:
		s.Packets.UDP = true
	case dgramExported:
		if s.Packets.Link == packets.IP && dgramGiven {
			return errors.New("--link ip has no place for exported PDUs; leave out --dgram exp")
		}
	default:
		return fmt.Errorf("unknown kind of datagram %q; known are exp, udp", s.dgram)
	}
	return nil
}

// mayWrite reports whether a file may be one of those to be written: it has their name,
// but for a number.
func (s *Save) mayWrite(file os.FileInfo) bool {
	if s.Path == "" || s.Path == Standard {
		return false
	}
	entries, err := os.ReadDir(filepath.Dir(s.Path))
	if err != nil {
		return false
	}
	base := filepath.Base(s.Path)
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
