package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/selection"
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
	read, err := showRead(context.Background(), e, o, in)
	if err != nil {
		return err
	}
	e.say(read.summary())
	if errors.Is(read.cut, output.ErrCutShort) {
		return fmt.Errorf("%w; all that is whole was read", read.cut)
	}
	return read.cut
}

// reading is what became of what was to be read.
type reading struct {
	shown  *output.Limited
	losses []format.Loss
	hidden uint64 // events that are there and were not asked for
	cut    error  // why it ended before the end; what was read until then was shown
}

// showRead shows what is read, until ctx is done or it is enough, and returns what that was.
func showRead(ctx context.Context, e *env, o *captureOptions, in *output.Merged) (*reading, error) {
	about := output.About{Program: programName + " " + version(), Captured: o.describe(), Losses: in.Losses, Hosts: in.Hosts()}
	out, err := o.Open(ctx, e.stdout, about)
	if err != nil {
		return &reading{shown: &output.Limited{}}, err
	}
	limited := o.Limit(out)
	in.WhenIdle(limited.Flush)
	next, containers := in.Next, o.Recorded()
	if containers != nil {
		next = seen(next, containers)
	}
	if in.IsAtHand() { // else what comes next may take its time
		next = output.NewLookahead(next).Next
	}
	left, read, written := copyMessages(next, limited, &o.Filter)
	in.Progress.End()
	if errors.Is(written, output.ErrEnough) {
		if written = limited.Flush(); written == nil {
			in.Rest()
		}
	}
	losses := in.Losses()
	if left.undecided > 0 {
		losses = append(losses, format.Loss{
			Cause: "receiver not known, perhaps", Count: left.undecided,
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
		return &reading{limited, losses, in.Hidden(), read}, written
	}
	for _, notice := range limited.Notices() {
		e.say(notice)
	}
	switch {
	case containers != nil && !containers.Found():
		e.sayf("no process in the file is said to be in a container called %s", format.Escape(strings.Join(o.Containers, ", ")))
	case !left.some && left.messages > 0:
		e.say(left.hint())
	}
	if o.Events.Any() && left.all && !left.events && o.Instead == nil {
		e.say("the file has no events: a capture has them if --events or --refused was given to it")
	}
	if o.Who && left.some && !left.processes {
		e.say("the file says no more of these processes than their names and numbers, so there is nothing that --who could show")
	}
	return &reading{limited, losses, in.Hidden(), read}, nil
}

// seen has the containers of what is read next known before anything is left out.
func seen(next func() (*format.Message, error), containers *selection.Recorded) func() (*format.Message, error) {
	return func() (*format.Message, error) {
		m, err := next()
		if err == nil {
			containers.See(m)
		}
		return m, err
	}
}

// copyMessages gives the wanted messages to out until there are no more, and tells the errors of
// the two apart.
func copyMessages(next func() (*format.Message, error), out format.Writer, filter *format.Filter) (left leftOut, read, written error) {
	for {
		m, err := next()
		switch {
		case err == io.EOF:
			left.all = true
			return left, nil, nil
		case err != nil:
			return left, err, nil
		case m.Event != nil:
			left.events = true
		}
		if !filter.Match(m) {
			left.add(m, filter.Undecided(m))
			continue
		}
		left.some = true
		left.processes = left.processes || m.From.Process != nil || m.To.Process != nil
		if err := out.Write(m); err != nil {
			return left, nil, err
		}
	}
}

// summary is the line that ends the reading of a file: what was shown, what the capture
// that wrote it said, and what else there is.
func (r *reading) summary() string {
	summary := output.MessagesAndEvents(r.shown.Written, r.shown.Events) + " read"
	if n := r.hidden; n > 0 {
		summary += fmt.Sprintf(" (--events and --refused also show %s)", output.HowManyEvents(n))
	}
	if len(r.losses) > 0 {
		summary += ", " + output.Losses(r.losses)
	}
	return summary
}
