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
	// A packet has the comment, names and headers besides: at most so many bytes for each
	// of what it holds, of which a message of D-Bus has 16.
	const (
		least     = 128 << 10
		eachOfAny = 64
	)
	if bound := size + least + eachOfAny*m.Captured(); bound <= limit {
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
