package stats

import (
	"fmt"
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// Options say what has a row, and which rows are shown how.
type Options struct {
	By      By
	Order   Order
	Reverse bool
	Rows    int // at most, 0 for all
	JSON    bool
}

// Writer sums up messages, and writes the sums when it is closed. It implements
// format.LossWriter and io.Closer.
type Writer struct {
	w        io.Writer
	options  Options
	gatherer *Gatherer
	found    bool // what is written next
	losses   []format.Loss
}

// NewWriter returns one that writes to w.
func NewWriter(w io.Writer, o Options) *Writer {
	return &Writer{w: w, options: o, gatherer: NewGatherer(o.By), found: true}
}

// Found says of the messages that are written from now on whether they are searched for. What
// is not, counts for nothing but how long answers took to what is. At first, everything is.
func (w *Writer) Found(found bool) { w.found = found }

// Write counts a message.
func (w *Writer) Write(m *format.Message) error {
	w.gatherer.Add(m, w.found)
	return nil
}

// WriteLoss keeps a loss, for JSON: people are told of them by the summary.
func (w *Writer) WriteLoss(l format.Loss) error {
	w.losses = append(w.losses, l)
	return nil
}

// Flush does nothing: before the end, nothing can be written.
func (w *Writer) Flush() error { return nil }

// Close writes the sums.
func (w *Writer) Close() error {
	rows := w.gatherer.Rows()
	w.options.Order.sort(rows, w.options.Reverse)
	left := 0
	if n := w.options.Rows; n > 0 && len(rows) > n {
		rows, left = rows[:n], len(rows)-n
	}
	var early []format.Loss
	if n := w.gatherer.Early(); n > 0 {
		early = append(early, format.Loss{Cause: "conversations", Count: uint64(n), Note: fmt.Sprintf(
			"conversations were summed up early, as more than %d went on at once: those that went on count twice", usualLimits.talks)})
	}
	if w.options.JSON {
		return writeJSON(w.w, w.options.By, rows, append(w.losses, early...))
	}
	return writeText(w.w, w.options.By, rows, left, early)
}
