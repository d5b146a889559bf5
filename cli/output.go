package cli

import (
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// output is where messages go: to people, to a file or both.
type output struct {
	shown format.Writer // nil if nothing is shown
	saved *save         // nil if nothing is saved
	pipe  *os.File      // standard output, if that is a pipe
}

// open opens what the command line asks for. Captured says what that is, losses what is
// missing of it so far.
func (o *options) open(stdout io.Writer, captured string, losses func() []format.Loss) (out *output, err error) {
	out = &output{}
	if file, ok := stdout.(*os.File); ok && isPipe(file.Stat()) {
		out.pipe = file
	}
	if o.shows() {
		if out.shown, err = o.newWriter(stdout); err != nil {
			return nil, err
		}
	}
	if o.save.path != "" {
		if out.saved, err = o.save.open(stdout, captured, losses); err != nil {
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

// Flush fails if the reader of a pipe has gone: with nothing to write, nobody else
// would notice.
func (o *output) Flush() error {
	if o.pipe != nil && isAbandoned(o.pipe) {
		return syscall.EPIPE
	}
	return o.each(format.Writer.Flush)
}

// show adds what is missing to what is shown, if the format has a place for it. Files
// are told by themselves.
func (o *output) show(losses []format.Loss) error {
	w, ok := o.shown.(format.LossWriter)
	if !ok {
		return nil
	}
	for _, l := range losses {
		if err := w.WriteLoss(l); err != nil {
			return fmt.Errorf("writing the output: %w", err)
		}
	}
	return nil
}

// Close flushes everything, has formats that waited for the end write now, and ends the
// file.
func (o *output) Close() error {
	err := o.Flush()
	if shown, ok := o.shown.(io.Closer); ok && err == nil {
		err = shown.Close()
	}
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

// isPipe looks at what Stat says of a file, or of a path.
func isPipe(info os.FileInfo, err error) bool {
	return err == nil && info.Mode()&os.ModeNamedPipe != 0
}

// isAbandoned reports whether nobody can read from a pipe any more.
func isAbandoned(pipe *os.File) bool {
	poll := []unix.PollFd{{Fd: int32(pipe.Fd())}}
	_, err := unix.Poll(poll, 0)
	return err == nil && poll[0].Revents&unix.POLLERR != 0
}
