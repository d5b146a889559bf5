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
	in, err := output.OpenMerged(o.read, &o.Save)
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
	next := in.Next
	if in.IsAtHand() { // else what comes next may take its time
		next = output.NewLookahead(in.Next).Next
	}
	undecided, read, written := copyMessages(next, limited, &o.Filter)
	in.Progress.End()
	if errors.Is(written, output.ErrEnough) {
		if written = limited.Flush(); written == nil {
			in.Rest()
		}
	}
	losses := in.Losses()
	if undecided > 0 {
		losses = append(losses, format.Loss{
			Cause: "receiver not known, perhaps", Count: undecided,
			Note: "perhaps left out: who received them is not in the file",
		})
	}
	if written == nil {
		written = out.Show(losses)
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
	e.say(readSummary(limited.Written, losses))
	if errors.Is(read, output.ErrCutShort) {
		return fmt.Errorf("%w; all that is whole was read", read)
	}
	return read
}

// copyMessages gives the wanted messages to out until there are no more. It counts those of
// which it can't be said whether they are, and tells the errors of the two apart.
func copyMessages(next func() (*format.Message, error), out format.Writer, filter *format.Filter) (undecided uint64, read, written error) {
	for {
		m, err := next()
		switch {
		case err == io.EOF:
			return undecided, nil, nil
		case err != nil:
			return undecided, err, nil
		case !filter.Match(m):
			if !m.More && filter.Undecided(m) {
				undecided++
			}
			continue
		}
		if err := out.Write(m); err != nil {
			return undecided, nil, err
		}
	}
}

// readSummary is the line that ends the reading of a file: what was shown, and what the
// capture that wrote it said.
func readSummary(shown uint64, losses []format.Loss) string {
	summary := output.Messages(shown) + " read"
	if len(losses) > 0 {
		summary += ", " + output.Losses(losses)
	}
	return summary
}
