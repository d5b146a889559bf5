package output

import (
	"context"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// Output is where messages go: to people, to files or both.
type Output struct {
	shown *shown   // nil if nothing is shown
	saved saved    // nil if nothing is saved
	pipe  *os.File // standard output, if that is a pipe
}

// saved is where messages are saved.
type saved interface {
	format.Writer
	// Dump writes what it has kept back.
	Dump() error
	// Close ends the files.
	Close() error
	// Reached is how many whole messages the files have.
	Reached() uint64
}

// Open opens what the options ask for. A FIFO waits for its reader, who may never come:
// that wait ends with ctx.
func (o *Options) Open(ctx context.Context, stdout io.Writer, about About) (*Output, error) {
	if !isPipe(os.Stat(o.Save.Path)) {
		return o.open(stdout, about)
	}
	type opened struct {
		out *Output
		err error
	}
	result := make(chan opened, 1)
	go func() {
		out, err := o.open(stdout, about)
		result <- opened{out, err}
	}()
	select {
	case r := <-result:
		return r.out, r.err
	case <-ctx.Done():
		return nil, fmt.Errorf("nothing was captured: nobody came to read %s", format.Escape(o.Save.Path))
	}
}

func (o *Options) open(stdout io.Writer, about About) (out *Output, err error) {
	out = &Output{}
	if file, ok := stdout.(*os.File); ok && isPipe(file.Stat()) {
		out.pipe = file
	}
	if o.Shows() {
		if out.shown, err = o.show(stdout, about.Hosts); err != nil {
			return nil, err
		}
	}
	if o.Save.Path != "" {
		if out.saved, err = o.Save.begin(stdout, about); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Write writes a message to all places.
func (o *Output) Write(m *format.Message) error {
	return o.each(func(w format.Writer) error { return w.Write(m) })
}

// Flush fails with EPIPE if the reader of a pipe has gone: with nothing to write, nobody
// else would notice.
func (o *Output) Flush() error {
	if o.pipe != nil && isAbandoned(o.pipe) {
		return syscall.EPIPE
	}
	return o.each(format.Writer.Flush)
}

// Dump writes what is kept back.
func (o *Output) Dump() error {
	if o.saved == nil {
		return nil
	}
	return o.saved.Dump()
}

// Show adds what is missing to what is shown, if the format has a place for it. Files
// are told by themselves.
func (o *Output) Show(losses []format.Loss) error {
	if o.shown == nil {
		return nil
	}
	w, ok := o.shown.Writer.(format.LossWriter)
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
// files.
func (o *Output) Close() error {
	err := o.Flush()
	if o.shown != nil && err == nil {
		err = o.shown.Close()
	}
	if o.saved != nil {
		if closed := o.saved.Close(); err == nil {
			err = closed
		}
	}
	return err
}

// reachedMessages is how many whole messages there are where they were written to, in the
// files if there are any.
func (o *Output) reachedMessages() uint64 {
	if o.saved != nil {
		return o.saved.Reached()
	}
	return o.shown.reached.Messages
}

// each does something with every writer until one fails. What is saved comes first.
func (o *Output) each(do func(format.Writer) error) error {
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
