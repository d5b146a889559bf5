package main

import (
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// output is where messages go: to people, to a file or both.
type output struct {
	shown format.Writer // nil if nothing is shown
	saved *save         // nil if nothing is saved
}

// open opens what the command line asks for. Captured says what that is.
func (o *options) open(stdout io.Writer, captured string) (out *output, err error) {
	out = &output{}
	if o.shows() {
		if out.shown, err = format.NewWriter(o.format, stdout); err != nil {
			return nil, err
		}
	}
	if o.save.path != "" {
		if out.saved, err = o.save.open(stdout, captured); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// shows reports whether messages are shown to people.
func (o *options) shows() bool { return o.save.path == "" || o.print }

func (o *output) Write(m *format.Message) error {
	return o.each(func(w format.Writer) error { return w.Write(m) })
}

func (o *output) Flush() error { return o.each(format.Writer.Flush) }

// WriteLoss tells those who have a place for it.
func (o *output) WriteLoss(l format.Loss) error {
	return o.each(func(w format.Writer) error {
		if w, ok := w.(format.LossWriter); ok {
			return w.WriteLoss(l)
		}
		return nil
	})
}

// Close flushes everything and ends the file.
func (o *output) Close() error {
	err := o.Flush()
	if o.saved != nil {
		if closed := o.saved.Close(); err == nil {
			err = closed
		}
	}
	return err
}

// each does something with every writer until one fails. What is saved comes first.
func (o *output) each(do func(format.Writer) error) error {
	if o.saved != nil {
		if err := do(o.saved); err != nil {
			return err
		}
	}
	if o.shown != nil {
		return do(o.shown)
	}
	return nil
}
