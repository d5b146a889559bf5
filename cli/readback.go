package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// readBack shows the messages of a capture file, or saves them to another one.
func readBack(o *options, stdout, stderr io.Writer) (err error) {
	file, name, err := o.openCapture()
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := openMessages(file, name)
	if err != nil {
		return err
	}
	out, err := o.open(stdout, o.describe(), in.Losses)
	if err != nil {
		return err
	}
	sink := &sink{Writer: out, limit: o.count, snaplen: o.snaplen, only: o.followed.narrow()}
	filter := o.criteria()
	read, written := copyMessages(in, sink, &filter)
	if errors.Is(written, errEnough) {
		if written = sink.Flush(); written == nil {
			readOn(in, file)
		}
	}
	if written == nil {
		written = out.show(in.Losses())
	}
	if closed := out.Close(); written == nil {
		written = closed
	}
	if written != nil {
		return written
	}
	sink.explain(stderr)
	fmt.Fprintln(stderr, "unixsnoop:", readSummary(sink.count, in.Losses()))
	switch {
	case errors.Is(read, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s ends in the middle: whoever wrote it was cut short; all that is whole was read", name)
	case read != nil:
		return fmt.Errorf("reading %s: %w", name, read)
	}
	return nil
}

// openCapture opens the file to read, which must not be the one to write.
func (o *options) openCapture() (file *os.File, name string, err error) {
	if o.read == standard {
		if isTerminal(os.Stdin) {
			return nil, "", usageError{errors.New("-r - reads a capture file from standard input, which is a terminal")}
		}
		file, name = os.Stdin, "standard input"
	} else if file, err = os.Open(o.read); err != nil {
		return nil, "", fmt.Errorf("reading a capture: %w", err)
	} else {
		name = o.read
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a directory, not a capture file", name)
	}
	if err == nil && o.save.mayWrite(info) {
		err = usageError{fmt.Errorf("%s can't be read and written at the same time; write to another file", name)}
	}
	if err != nil {
		file.Close()
	}
	return file, name, err
}

// openMessages reads the beginning of a capture file.
func openMessages(file *os.File, name string) (packets.Source, error) {
	in, err := packets.Open(file)
	switch {
	case errors.Is(err, pcapng.ErrFormat):
		return nil, fmt.Errorf("%s is no capture file that can be read: %w", name, err)
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return in, nil
}

// copyMessages gives the wanted messages to out until there are no more. It tells the
// errors of the two apart.
func copyMessages(in packets.Source, out format.Writer, filter *format.Filter) (read, written error) {
	for {
		m, err := in.Next()
		switch {
		case err == io.EOF:
			return nil, nil
		case err != nil:
			return err, nil
		case !filter.Match(m):
			continue
		}
		if err := out.Write(m); err != nil {
			return nil, err
		}
	}
}

// readOn reads the rest of a file, at whose end it says what is missing. What was asked
// for has been read, so what is wrong there does not matter. Of a pipe the rest may never
// come.
func readOn(in packets.Source, file *os.File) {
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return
	}
	for {
		if _, err := in.Next(); err != nil {
			return
		}
	}
}

// readSummary is the line that ends the reading of a file: what was shown, and what the
// capture that wrote it said.
func readSummary(shown uint64, losses []format.Loss) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s read", countMessages(shown))
	for _, l := range losses {
		fmt.Fprintf(&b, ", %d %s", l.Count, format.Escape(l.Note))
	}
	return b.String()
}
