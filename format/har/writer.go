package har

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/format"
)

// Writer gathers messages and writes the archive on Close. It implements format.LossWriter.
type Writer struct {
	w             io.Writer
	conversations format.Conversations
	losses        []format.Loss
	others        int // conversations that are not HTTP/1, once it is closed
}

// New returns a Writer to w.
func New(w io.Writer) *Writer { return &Writer{w: w} }

// Write keeps a copy of a message.
func (w *Writer) Write(m *format.Message) error {
	w.conversations.Add(m.Clone())
	return nil
}

// WriteLoss keeps a loss.
func (w *Writer) WriteLoss(l format.Loss) error {
	w.losses = append(w.losses, l)
	return nil
}

// Flush does nothing: before the end, nothing can be written.
func (w *Writer) Flush() error { return nil }

// Close writes the archive, with the requests in the order in which they began.
func (w *Writer) Close() error {
	log := log{Version: "1.2", Creator: creator{"unixsnoop", version()}, Entries: []*entry{}}
	for _, c := range w.conversations.All() {
		list := entries(c)
		if len(list) == 0 {
			w.others++
		}
		log.Entries = append(log.Entries, list...)
	}
	slices.SortStableFunc(log.Entries, func(a, b *entry) int { return cmp.Compare(a.order, b.order) })
	var notes []string
	if w.others > 0 {
		notes = append(notes, fmt.Sprintf("conversations left out because they are not HTTP/1: %d", w.others))
	}
	for _, l := range w.losses {
		notes = append(notes, fmt.Sprintf("%d %s", l.Count, format.Escape(l.Note)))
	}
	log.Comment = strings.Join(notes, "; ")
	out := bufio.NewWriter(w.w)
	encoder := json.NewEncoder(ascii{out})
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(archive{log}); err != nil {
		return err
	}
	return out.Flush()
}

// Notices tell people, once the Writer is closed, what there is that the archive has not.
func (w *Writer) Notices() []string {
	switch w.others {
	case 0:
		return nil
	case 1:
		return []string{"1 conversation is not in the archive, as it is not HTTP/1"}
	}
	return []string{fmt.Sprintf("%d conversations are not in the archive, as they are not HTTP/1", w.others)}
}

// version is the module's, as the go command recorded it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// ascii escapes what is not printable ASCII. The encoder gives it whole characters.
type ascii struct{ *bufio.Writer }

func (a ascii) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r < 0x7f:
			a.WriteByte(byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(a.Writer, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(a.Writer, `\u%04x`, r)
		}
		rest = rest[n:]
	}
	_, err := a.Writer.Write(nil) // tells of any earlier error
	return len(p), err
}
