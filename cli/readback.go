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
	if terminal.Is(e.stderr) && !terminal.Is(e.stdout) { // where what is shown tells enough
		in.Progress = output.NewProgress(e.stderr)
	}
	shown, read, err := showRead(context.Background(), e, o, in)
	if err != nil {
		return err
	}
	e.say(readSummary(shown, in))
	if errors.Is(read, output.ErrCutShort) {
		return fmt.Errorf("%w; all that is whole was read", read)
	}
	return read
}

// showRead shows what is read, until ctx is done or it is enough, and returns what that was. What
// went wrong with reading is told apart from the rest: what was read until then was shown.
func showRead(ctx context.Context, e *env, o *captureOptions, in *output.Merged) (shown *output.Limited, read, err error) {
	about := output.About{Program: programName + " " + version(), Captured: o.describe(), Losses: in.Losses, Hosts: in.Hosts()}
	out, err := o.Open(ctx, e.stdout, about)
	if err != nil {
		return &output.Limited{}, nil, err
	}
	limited := o.Limit(out)
	in.WhenIdle(limited.Flush)
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
		return limited, read, written
	}
	for _, notice := range limited.Notices() {
		e.say(notice)
	}
	return limited, read, nil
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
