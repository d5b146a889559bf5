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
		return &text{NewBuffer(w), payload, newStamps(times)}, nil
	case name == JSON:
		return NewJSON(w), nil
	}
	return nil, fmt.Errorf("unknown format %q; known are %s", name, strings.Join(Names(), ", "))
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
}

func (t *text) Write(m *Message) error {
	t.w.Write(append(appendHeader(room(t.w, maxHeader), t.stamps, m), '\n'))
	if t.payload != nil {
		m.inOrder(func(p Part) { t.payload(t.w, p) }, func(h Hole) { writeHole(t.w, h) })
	}
	// The buffer remembers the first failed write.
	_, err := t.w.Write(nil)
	return err
}

func (t *text) Flush() error { return t.w.Flush() }

func writeHole(w *bufio.Writer, h Hole) {
	fmt.Fprintf(w, "  -- %d bytes at offset %d not captured --\n", h.Len, h.Offset)
}
