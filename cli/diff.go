package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/diff"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/format"
)

var diffCommand = &command{
	name:  "diff",
	about: "what differs between captures",
	forms: []form{
		{"unixsnoop diff [flags] A B", "what of capture A is missing, new or changed in B"},
		{"unixsnoop diff [flags] A B C...", "the same of A and each other, but for bytes that differ each time"},
	},
	text: `Puts conversations of two captures together by who talks over what, and messages
by what they say, and tells which are missing, new, changed or in another order,
and which bytes of them differ. Of a stream, what one side sends in a row is one
message. Names of sockets that differ in their numbers only, as /run/a.17 and
/run/a.42 do, count as the same name. Where a number in a message has more digits
than before, what stands behind it is compared at its new place.

Ids and times differ each time. Given three captures or more, diff finds them: it
does not compare bytes that have three values or more, nor differing bytes next to
those. --format masks writes these places as --ignore takes them, as offsets in A.
Given two captures, it writes every place where messages differ. How long something
is in another capture does not matter to diff; replay expects the captured length.

Exit status, as that of diff: 0 if nothing differs, 1 if something does, 2 if
there was trouble.`,
	examples: []form{
		{"unixsnoop diff good.pcapng bad.pcapng", "what changed between two runs?"},
		{"unixsnoop diff good1.pcapng good2.pcapng bad.pcapng", "but for ids and times"},
		{"unixsnoop replay a.pcapng --as client $(unixsnoop diff --format masks a.pcapng b.pcapng) ./mine.sock", "what differs each time is not compared"},
	},
	define: func(s *flags.Set) action {
		o := &diffOptions{}
		o.define(s)
		return func(e *env, args arguments) error {
			return confine.AsInvoker(func() error { return diffCaptures(e, o, args.all()) })
		}
	},
}

// diffOptions are the values of the command line.
type diffOptions struct {
	filter format.Filter // which messages
	ignore []replay.Ignore
	format string
}

func (o *diffOptions) define(s *flags.Set) {
	compare := s.Group("What to compare")
	compare.Var(flags.ListOf(&o.ignore, replay.ParseIgnore, replay.Ignore.String), "ignore", "do not compare these `[N/]OFFSET:LEN` bytes of each message, or of message N")
	compare.Var(flags.ListOf(&o.filter.Names, format.ParsePattern, format.Pattern.String), "socket", "compare messages over the captured `SOCKET`")
	selection.Define(compare, &o.filter)
	looks := s.Group(flags.HowItLooks)
	looks.StringVar(&o.format, "format", "text", "how to show differences, as `FORMAT`: text, json, masks")
	looks.CompleteWith("format", "text", "json", "masks")
}

// diffCaptures compares capture files. Its exit statuses are those of diff(1).
func diffCaptures(e *env, o *diffOptions, paths []string) error {
	switch {
	case len(paths) < 2:
		return flags.Mistakef("diff compares two capture files or more, but there are %d", len(paths))
	case !slices.Contains([]string{"text", "json", "masks"}, o.format):
		return flags.Mistakef("unknown format %q; known are text, json, masks", o.format)
	}
	differs, err := o.compare(e, paths)
	var mistake flags.Mistake
	switch {
	case errors.As(err, &mistake), err != nil && isClosedPipe(err):
		return err
	case err != nil:
		e.say(err)
		return commandStatus(exitUsage)
	case differs:
		return commandStatus(exitFailed)
	}
	return nil
}

// compare reads capture files and writes what differs.
func (o *diffOptions) compare(e *env, paths []string) (differs bool, err error) {
	var captures []*diff.Capture
	var reading diff.Reading
	some, without := false, ""
	for _, path := range paths {
		capture, add := reading.Capture(path)
		left, losses, err := readMessages(path, &o.filter, false, add)
		if err != nil {
			return false, err
		}
		if some = some || left.some; without == "" && left.messages > 0 {
			without = fmt.Sprintf("%s has %s", format.Escape(path), left.what())
		}
		if len(losses) > 0 {
			e.say("in "+format.Escape(path)+":", output.Losses(losses))
		}
		captures = append(captures, capture)
	}
	if !some && without != "" {
		return false, flags.Mistakef("there is nothing to compare, as no message fits: %s", without)
	}
	comparisons, learned := diff.Compare(captures, o.ignore)
	for i := range comparisons {
		differs = differs || comparisons[i].Differs()
	}
	if o.format == "masks" {
		return differs, written(diff.WriteMasks(e.stdout, comparisons, learned))
	}
	write := map[string]func(io.Writer, *diff.Comparison) error{"text": diff.WriteText, "json": diff.WriteJSON}[o.format]
	for i := range comparisons {
		if err := written(write(e.stdout, &comparisons[i])); err != nil {
			return differs, err
		}
		of := ""
		if len(comparisons) > 1 {
			of = format.Escape(comparisons[i].B.Name) + ": "
		}
		e.sayf("%s%s", of, comparisons[i].Summary())
	}
	return differs, nil
}

// written says what failed.
func written(err error) error {
	if err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}
