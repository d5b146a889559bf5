package format

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Writer writes messages in some format. One that needs all of them before it can
// write any is an io.Closer too: Close writes what there is.
type Writer interface {
	// Write adds a message, which is the caller's again when it returns, and so are the
	// message's parts and their bytes: a Writer that keeps it, keeps a Clone.
	Write(m *Message) error
	// Flush brings everything written so far to the reader.
	Flush() error
}

// Loss says that some messages are missing, or not as they should be.
type Loss struct {
	Cause string // for programs
	Count uint64
	Note  string // for people, behind the count

	// Missing says that Count messages are not there at all.
	Missing bool
}

// LossWriter is a Writer of a format that carries losses.
type LossWriter interface {
	Writer
	WriteLoss(Loss) error
}

// payloadWriter writes a run of a payload's bytes in lines indented by two spaces.
type payloadWriter func(w *bufio.Writer, p Part)

// payloadWriters are the formats for reading by name.
var payloadWriters = map[string]payloadWriter{
	"header":    nil,
	"hex":       hexDump,
	"hexstring": hexString,
	"string":    escapedLines,
}

// Default is the format that people get who don't choose one.
const Default = "hex"

// NewWriter returns a Writer of the named format on w. Formats for reading show times as is
// asked for; JSON has all of them in any case.
func NewWriter(name string, w io.Writer, times Times) (Writer, error) {
	payload, known := payloadWriters[name]
	switch {
	case known:
		return &text{w: NewBuffer(w), payload: payload, stamps: newStamps(times)}, nil
	case name == JSON:
		return NewJSON(w), nil
	}
	return nil, fmt.Errorf("unknown format %q; known are %s", name, strings.Join(Names(), ", "))
}

// NewColoured returns a Writer of the named format for a terminal that shows colours. What
// NewWriter's has no colours has none here either.
func NewColoured(name string, w io.Writer, times Times) (Writer, error) {
	written, err := NewWriter(name, w, times)
	if t, ok := written.(*text); ok {
		t.brush, t.painted = newBrush(), paintedPayloads[name]
	}
	return written, err
}

// Names are the formats there are.
func Names() []string {
	return slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(payloadWriters)), JSON)))
}

// maxHeader is more than a header has that passes no descriptors.
const maxHeader = 1024

// text is a format for reading: a header line, then the payload in lines that
// start with white space, so that no payload passes for a header.
type text struct {
	w       *bufio.Writer
	payload payloadWriter // nil for headers only
	stamps  *stamps
	ways    ways

	brush   *brush // nil without colours
	painted paintedPayload
}

func (t *text) Write(m *Message) error {
	t.brush.begin(m)
	t.w.Write(append(appendHeader(room(t.w, maxHeader), t.stamps, &t.ways, t.brush, m), '\n'))
	switch {
	case len(m.Decoded) > 0:
		for _, d := range m.Decoded {
			t.w.Write(appendDecoded(room(t.w, len(d.Protocol)+len(d.Text)+maxDecoded), t.brush, d))
		}
	case t.payload == nil:
	case t.brush != nil:
		m.inOrder(func(p Part) { t.painted(t.w, t.brush, p, m.Matches) }, func(h Hole) { writeHole(t.w, t.brush, h) })
	default:
		m.inOrder(func(p Part) { t.payload(t.w, p) }, func(h Hole) { writeHole(t.w, nil, h) })
	}
	if t.payload != nil && len(m.Files) > 0 {
		writeContents(t.w, t.brush, m.Files, func(p Part) {
			if t.brush != nil {
				t.painted(t.w, t.brush, p, nil)
			} else {
				t.payload(t.w, p)
			}
		})
	}
	// The buffer remembers the first failed write.
	_, err := t.w.Write(nil)
	return err
}

func (t *text) Flush() error { return t.w.Flush() }

// maxDecoded is more than a decoded line has besides its texts.
const maxDecoded = 64

// appendDecoded appends a line of what a message says.
func appendDecoded(b []byte, c *brush, d Decoded) []byte {
	b = append(b, "  "...)
	b = c.paint(b, c.sender())
	b = append(b, d.Protocol...)
	b = c.paint(b, c.text())
	b = append(append(b, ' '), d.Text...)
	return append(c.paint(b, plain), '\n')
}

func writeHole(w *bufio.Writer, c *brush, h Hole) {
	b := c.paint(room(w, maxHole), missing)
	b = fmt.Appendf(b, "  -- %d bytes at offset %d not captured --", h.Len, h.Offset)
	w.Write(append(c.paint(b, plain), '\n'))
}

// maxHole is more than a line has that tells of a hole.
const maxHole = 128
