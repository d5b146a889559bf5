package packets

import (
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// Written is how many bytes of the file have left the Writer, those of a Write that failed
// too, as far as it went.
func (p *Writer) Written() int64 { return p.out.Written }

// Size is how many bytes the file has, written or not.
func (p *Writer) Size() int64 { return p.out.Written + int64(p.buffer.Buffered()) }

// HasMessages reports whether the file has any.
func (p *Writer) HasMessages() bool { return p.messages > 0 }

// Begun is where in the file the first packet of the last message ends: what is written up
// to there is enough for a Reader to find that message.
func (p *Writer) Begun() int64 { return p.begun }

// SizeWith is how many bytes the file has once it has one more message and was closed, or
// somewhat more. It takes as long as to write the message, if the result may be above limit.
func (p *Writer) SizeWith(m *format.Message, limit int64) (int64, error) {
	const (
		ends   = 2 * 64  // bytes of an interface's statistics, at the end and once before
		losses = 8 << 10 // of what the first one's say of these
	)
	size := p.Size() + int64(len(p.received)+1)*ends + losses
	if bound := size + p.atMost(m); bound <= limit {
		return bound, nil
	}
	const small = 4 << 10 // of its buffer, as nothing is written
	one, err := NewWriterSize(io.Discard, p.options, small)
	if err != nil {
		return 0, err
	}
	if err := one.Write(m); err != nil {
		return 0, err
	}
	return size + one.Size(), nil
}

// atMost is more than the packets of a message take, with the blocks that come before its
// first one. It is quick, so that few messages are put into packets twice.
func (p *Writer) atMost(m *format.Message) int64 {
	const (
		escaped = 4       // a byte of a text as \xNN
		first   = 8 << 10 // of numbers, names of sockets and processes, headers
		each    = 1 << 10 // of a packet that continues a message
		ofFile  = 64      // of a descriptor, but for its name
		ofDBus  = 64 * 2  // of a message of D-Bus, which has 16 bytes at least, for one of these
	)
	texts := len(p.options.Filter) + len(p.options.OS) + len(m.From.Path) + len(m.To.Path)
	for _, about := range []*format.Process{m.From.Process, m.To.Process} {
		if about == nil {
			continue
		}
		texts += len(about.ParentComm) + len(about.Runtime) + len(about.Container) + len(about.Executable)
		for _, word := range about.Command {
			texts += len(word) + 1
		}
	}
	files := 0
	content := 0
	for _, f := range m.Files {
		files += escaped*len(f.Name) + ofFile
		if c := f.Content; c != nil {
			content += len(c.Data)*4/3 + (1+len(c.Data)/maxContent)*ofFile
		}
	}
	bound := first + escaped*int64(texts) + int64(min(files, maxFiles)+content)
	if speaksDBus(m.SocketName()) {
		return bound + ofDBus*m.Captured()
	}
	packets := int64(len(m.Parts)) + m.Captured()/maxSegment
	return bound + m.Captured() + packets*each
}
