package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/learn"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/cli/terminal"
	"github.com/unixsnoop/unixsnoop/format"
)

var learnCommand = &command{
	name:  "learn",
	about: "work out a binary protocol from its messages",
	forms: []form{
		{"unixsnoop learn [flags] FILE...", "the kinds of message and their fields, of what capture files have"},
	},
	text: `Tells what can be proved, or is likely, of the messages of a socket: how a stream
is cut into them, which kinds there are and which answers which, and the fields of
each: lengths, counters, values that an answer repeats, times, texts, checksums.
FILE is what -w wrote, - standard input. All messages have to be of one protocol:
--socket chooses. Text, TLS, compressed bytes and the like are named as such.

What it says is worked out from what was captured: the more messages there are,
and the more they differ, the better it is.`,
	examples: []form{
		{"unixsnoop learn x.pcapng", "a table of fields and an example of each kind of message"},
		{"unixsnoop learn x.pcapng --format json --each", "the fields of each message, for programs"},
	},
	define: func(s *flags.Set) action {
		o := &learnOptions{}
		o.define(s)
		return func(e *env, args arguments) error { return learnProtocol(e, o, args) }
	},
}

// learnOptions are the values of the command line.
type learnOptions struct {
	filter format.Filter
	format string
	each   bool
}

func (o *learnOptions) define(s *flags.Set) {
	which := s.Group("Which messages")
	which.Var(flags.ListOf(&o.filter.Names, format.ParsePattern, format.Pattern.String), "socket", "learn from messages over the captured `SOCKET`")
	selection.Define(which, &o.filter)

	looks := s.Group(flags.HowItLooks)
	looks.StringVar(&o.format, "format", "text", "how to show what was learned, as `FORMAT`: text, json")
	looks.BoolVar(&o.each, "each", false, "with --format json, a line for each message with its fields")
	looks.CompleteWith("format", "text", "json")
}

// learnProtocol learns from capture files and writes what it found.
func learnProtocol(e *env, o *learnOptions, args arguments) error {
	paths := args.all()
	switch {
	case len(paths) == 0:
		return flags.Mistakef("learn takes capture files, but there is no FILE; -w writes one")
	case o.format != "text" && o.format != "json":
		return flags.Mistakef("unknown format %q; known are text, json", o.format)
	case o.each && o.format != "json":
		return flags.Mistakef("--each needs --format json")
	}
	capture := &learn.Capture{}
	for _, path := range paths {
		if err := readInto(capture, path, &o.filter); err != nil {
			return err
		}
	}
	if len(capture.Messages) == 0 {
		return flags.Mistakef("there is no message that fits")
	}
	p := learn.Learn(capture)
	var err error
	switch {
	case o.each:
		err = learn.WriteEach(e.stdout, p)
	case o.format == "json":
		err = learn.WriteJSON(e.stdout, p)
	default:
		err = learn.WriteText(e.stdout, p, terminal.InColour(e.stdout))
	}
	if err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}

// readInto adds the wanted messages of a capture file.
func readInto(capture *learn.Capture, path string, filter *format.Filter) error {
	in, err := output.OpenSaved(path, &output.Save{})
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		m, err := in.Next()
		switch {
		case err == io.EOF, errors.Is(err, output.ErrCutShort): // what is whole is there
			return nil
		case err != nil:
			return err
		case filter.Match(m):
			capture.Add(m)
		}
	}
}
