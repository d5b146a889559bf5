package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/terminal"
	"github.com/unixsnoop/unixsnoop/format"
)

// readBack shows the messages of capture files, or saves them to another one.
func readBack(e *env, o *captureOptions) error {
	in, err := output.OpenMerged(o.read, &o.Save, o.Events.Any())
	if err != nil {
		return err
	}
	defer in.Close()
	about := output.About{Program: programName + " " + version(), Captured: o.describe(), Losses: in.Losses, Hosts: in.Hosts()}
	out, err := o.Open(context.Background(), e.stdout, about)
	if err != nil {
		return err
	}
	if terminal.Is(e.stderr) && !terminal.Is(e.stdout) { // where what is shown tells enough
		in.Progress = output.NewProgress(e.stderr)
	}
	limited := o.Limit(out)
	read, written := copyMessages(in, limited, &o.Filter)
	in.Progress.End()
	if errors.Is(written, output.ErrEnough) {
		if written = limited.Flush(); written == nil {
			in.Rest()
		}
	}
	if written == nil {
		written = out.Show(in.Losses())
	}
	if closed := out.Close(); written == nil {
		written = closed
	}
	if written != nil {
		return written
	}
	for _, notice := range limited.Notices() {
		e.say(notice)
	}
	e.say(readSummary(limited, in))
	if errors.Is(read, output.ErrCutShort) {
		return fmt.Errorf("%w; all that is whole was read", read)
	}
	return read
}

// copyMessages gives the wanted messages to out until there are no more. It tells the
// errors of the two apart.
func copyMessages(in *output.Merged, out format.Writer, filter *format.Filter) (read, written error) {
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

// readSummary is the line that ends the reading of a file: what was shown, what the capture
// that wrote it said, and what else there is.
func readSummary(shown *output.Limited, in *output.Merged) string {
	summary := output.MessagesAndEvents(shown.Written, shown.Events) + " read"
	if n := in.Hidden(); n > 0 {
		summary += fmt.Sprintf(" (--events and --refused also show %s)", output.HowManyEvents(n))
	}
	if losses := in.Losses(); len(losses) > 0 {
		summary += ", " + output.Losses(losses)
	}
	return summary
}
