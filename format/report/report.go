// Package report writes a capture as a page for a browser, all in one file: a sequence
// diagram of the processes, a list of their messages, and the bytes of each.
//
// The file is page/page.html with the style and the scripts put in (page.go), then a
// block of lines, which are those of format json (docs/json.md), each written as its
// message comes. The scripts find out all else when the page is opened: conversations,
// pauses, what fits a filter. So no message is kept in memory here, and a file that was cut
// short shows what is in it. Only whether client and server take turns, so that answers
// can be told, is found out here, by what knows it everywhere (turns.go).
//
// Nothing that was captured becomes part of the page's own text. The lines escape what
// HTML could take for a tag (escape.go), the scripts put them into the document as text
// only, and the page's policy allows no other script or style, and no network.
package report

import (
	"bufio"
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// Writer writes a page. It implements format.LossWriter and io.Closer.
type Writer struct {
	page  *bufio.Writer
	lines *format.JSONLines
	turns turns
}

// NewWriter begins a page on w. Nothing reaches w before Flush or Close.
func NewWriter(w io.Writer) *Writer {
	page := bufio.NewWriterSize(w, 1<<16)
	page.WriteString(head())
	return &Writer{page: page, lines: format.NewJSON(escaper{page})}
}

// Write adds a message, or an event.
func (r *Writer) Write(m *format.Message) error {
	if m.Event == nil {
		r.turns.add(m)
	}
	return r.lines.Write(m)
}

// WriteLoss adds a line to those at the top of the page that tell what is missing.
func (r *Writer) WriteLoss(l format.Loss) error { return r.lines.WriteLoss(l) }

// Flush brings everything so far to the reader: a page that can be opened already.
func (r *Writer) Flush() error {
	if err := r.lines.Flush(); err != nil {
		return err
	}
	return r.page.Flush()
}

// Close ends the page.
func (r *Writer) Close() error {
	if err := r.turns.write(r.lines); err != nil {
		return err
	}
	if err := r.lines.Flush(); err != nil {
		return err
	}
	r.page.WriteString(tail)
	return r.page.Flush()
}
