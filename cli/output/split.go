package output

import (
	"container/list"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// split is the output to a file for each conversation.
type split struct {
	pattern savefile.EachPattern
	options packets.Options
	owner   *savefile.Owner
	losses  func() []format.Loss
	limits  splitLimits

	byID  map[string]*part
	id    []byte     // that is being looked for
	parts []*part    // all, in the order of their first messages
	open  *list.List // parts whose files are open, the last one used at the front
	dirty []*part    // that have something to flush

	failed error // to close a file, to be told
}

// splitLimits bound what a hostile process can make of it with many connections.
type splitLimits struct {
	open  int // files at once: others are opened again
	files int // of further conversations, all are in one file
}

var usualSplit = splitLimits{open: 128, files: 10_000}

// partBuffer is how much of a file waits to be written.
const partBuffer = 4 << 10

// part is the file of a conversation. As an io.Writer it opens the file if that is not open.
type part struct {
	of      *split
	name    string
	is      fs.FileInfo
	file    *os.File // nil if it is not open
	place   *list.Element
	packets *packets.Writer
	reached reached
	isDirty bool
}

func newSplit(s *Save, about About) *split {
	o := s.Packets
	o.Application, o.OS, o.Filter, o.Hosts = about.Program, system(), about.Captured, about.Hosts
	return &split{
		pattern: savefile.EachPattern(s.Path), options: o, owner: savefile.InvokingUser(), losses: about.Losses,
		limits: usualSplit, byID: map[string]*part{}, open: list.New(),
	}
}

// Write writes a message to the file of its conversation.
func (s *split) Write(m *format.Message) error {
	s.id = m.AppendConversation(s.id[:0])
	p := s.byID[string(s.id)]
	if p == nil {
		var err error
		if p, err = s.begin(m, string(s.id)); err != nil {
			return err
		}
	}
	if !p.isDirty {
		p.isDirty = true
		s.dirty = append(s.dirty, p)
	}
	err := p.packets.Write(m)
	if err == nil {
		p.reached.add(m, p.packets.Begun())
	}
	p.reached.upTo(p.packets.Written())
	return err
}

// others is the name of what has no file of its own.
const others = "others"

// begin begins the file of a conversation with its first message. Of too many, the further
// ones are in one file, and which they are is not kept.
func (s *split) begin(m *format.Message, id string) (*part, error) {
	called := m.SocketName().String()
	if len(s.parts) >= s.limits.files {
		if s.byID[others] != nil {
			return s.byID[others], nil
		}
		called, id = others, others
	}
	p := &part{of: s}
	if err := p.create(called, id); err != nil {
		return nil, err
	}
	var err error
	if p.packets, err = packets.NewWriterSize(p, s.options, partBuffer); err != nil {
		return nil, err
	}
	s.byID[id] = p
	s.parts = append(s.parts, p)
	return p, nil
}

// maxTaken is how many names are tried that are there already.
const maxTaken = 1000

// create creates the file under a name that is not there yet.
func (p *part) create(called, id string) error {
	name := p.of.pattern.Name(called, id)
	ending := filepath.Ext(name)
	for n := range maxTaken {
		p.name = name
		if n > 0 {
			p.name = fmt.Sprintf("%s.%d%s", strings.TrimSuffix(name, ending), n, ending)
		}
		p.of.makeRoom()
		file, err := savefile.CreateNew(p.name, p.of.owner)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		if p.is, err = file.Stat(); err != nil {
			file.Close()
			return err
		}
		p.use(file)
		return nil
	}
	return fmt.Errorf("creating %s: there are %d files of this name; choose another directory", name, maxTaken)
}

// makeRoom closes the file that was not used for longest, if as many as may be are open.
func (s *split) makeRoom() {
	for s.open.Len() >= s.limits.open {
		s.failed = errors.Join(s.failed, s.open.Back().Value.(*part).release())
	}
}

func (p *part) use(file *os.File) {
	p.file, p.place = file, p.of.open.PushFront(p)
}

// release closes the file. Its error may be the first to tell that what was written is not
// there.
func (p *part) release() error {
	if p.file == nil {
		return nil
	}
	p.of.open.Remove(p.place)
	err := p.file.Close()
	p.file = nil
	return err
}

func (p *part) Write(b []byte) (int, error) {
	if p.file == nil {
		p.of.makeRoom()
		file, err := savefile.Reopen(p.name, p.is)
		if err != nil {
			return 0, err
		}
		p.use(file)
	}
	p.of.open.MoveToFront(p.place)
	return p.file.Write(b)
}

// Flush writes what waits.
func (s *split) Flush() error {
	var err error
	for _, p := range s.dirty {
		p.isDirty = false
		err = errors.Join(err, p.packets.Flush())
		p.reached.upTo(p.packets.Written())
	}
	s.dirty = s.dirty[:0]
	err, s.failed = errors.Join(err, s.failed), nil
	return err
}

// Close ends all files. Each says what is missing in the capture: nobody knows of which
// conversation it is.
func (s *split) Close() error {
	err := s.Flush()
	for _, p := range s.parts {
		for _, l := range s.losses() {
			p.packets.AddLoss(l)
		}
		err = errors.Join(err, p.packets.Close())
		p.reached.upTo(p.packets.Written())
		err = errors.Join(err, p.release())
	}
	return err
}

// Dump does nothing more than Flush: all is written at once.
func (s *split) Dump() error { return s.Flush() }

// Reached is how many whole messages the files have.
func (s *split) Reached() uint64 {
	var n uint64
	for _, p := range s.parts {
		n += p.reached.Messages
	}
	return n
}
