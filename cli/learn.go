package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/learn"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer"
	"github.com/unixsnoop/unixsnoop/cli/learn/write"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/remote"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/cli/terminal"
	"github.com/unixsnoop/unixsnoop/format"
)

var learnCommand = &command{
	name:  "learn",
	about: "work out a binary protocol from its messages",
	forms: []form{
		{"unixsnoop learn [flags] FILE...", "the kinds of message and their fields, of what capture files have"},
		{"unixsnoop learn [flags] SOCKET...", "the same of what is said now, until Ctrl-C, -c or --duration"},
		{"unixsnoop learn [flags] [SOCKET...] -- CMD ARG...", "the same of what CMD and its children say and hear"},
		{"unixsnoop learn --remote HOST [flags] SOCKET...", "the same of what is said on another host"},
	},
	text: `Tells what can be proved, or is likely, of the messages of a socket: how a stream
is cut into them, which kinds there are and which answers which, and the fields of
each: lengths, counters, values that an answer repeats, times, texts, checksums.
FILE is what -w wrote, - standard input. A word is a SOCKET if it starts with @ or
ends with *, or a socket is there, and with -c, --duration, --remote or -- CMD.
All messages have to be of one protocol: --socket chooses. Text, TLS, compressed
bytes and the like are named as such.

What it says is worked out from what was captured: the more messages there are,
and the more they differ, the better it is.`,
	examples: []form{
		{"unixsnoop learn x.pcapng", "a table of fields and an example of each kind of message"},
		{"sudo unixsnoop learn /run/x.sock --duration 5m", "of what is said in the next five minutes"},
		{"unixsnoop learn x.pcapng --with sequence=8:4", "around a field that is known"},
		{"unixsnoop learn x.pcapng --format json --each", "the fields of each message, for programs"},
		{"unixsnoop learn x.pcapng --format go > x.go", "types with Parse and Append; go-test writes their test"},
		{"unixsnoop learn x.pcapng --format lua > x.lua", "for tshark -X lua_script:x.lua -r x.pcapng"},
	},
	define: func(s *flags.Set) action {
		o := &learnOptions{}
		o.define(s)
		return func(e *env, args arguments) error {
			if len(args.command) > 0 {
				return learnProtocol(e, o, args)
			}
			return confine.AsInvoker(func() error { return learnProtocol(e, o, args) })
		}
	},
}

// learnOptions are the values of the command line.
type learnOptions struct {
	filter   format.Filter
	count    uint64        // messages that end a capture, 0 for all
	duration time.Duration // that ends it, 0 for never
	known    []infer.Known
	notes    string // a file of more of them
	format   string
	name     string // what source calls the protocol
	each     bool

	remote remote.Options
	typed  []string // which messages, as it was typed, for another host
}

func (o *learnOptions) define(s *flags.Set) {
	which := s.Group("Which messages")
	selection.Define(which, &o.filter)
	remote.Record(which, &o.typed, func() bool { return o.remote.Host != "" })
	which.Var(flags.ListOf(&o.filter.Names, format.ParsePattern, format.Pattern.String), "socket", "learn from messages over the captured `SOCKET`")

	until := s.Group("Until when, of what is said now")
	until.Uint64VarP(&o.count, "count", "c", 0, "end after `N` messages")
	until.DurationVar(&o.duration, "duration", 0, "end after this `TIME`, such as 30s or 5m")

	known := s.Group("What is known")
	known.Var(flags.ListOf(&o.known, learn.ParseKnown, learn.FormatKnown), "with", "a field that is known, as `NAME=OFFSET:WIDTH[:TYPE]`, in all messages that are long enough")
	known.StringVar(&o.notes, "notes", "", "read more of them from `FILE`, one a line, # before a comment")
	known.CompleteFiles("notes")

	looks := s.Group(flags.HowItLooks)
	looks.StringVar(&o.format, "format", "text", "how to show what was learned, as `FORMAT`: text, json; for other programs "+strings.Join(write.Formats(), ", "))
	looks.BoolVar(&o.each, "each", false, "with --format json, a line for each message with its fields")
	looks.StringVar(&o.name, "name", "", "what the formats "+strings.Join(write.Named(), ", ")+" call the protocol: `NAME`, else as the socket")
	looks.CompleteWith("format", append([]string{"text", "json"}, write.Formats()...)...)
	o.remote.Define(s.Group(flags.TheMachine))
}

// learnProtocol learns from capture files, or from what is said now, and writes what it
// found.
func learnProtocol(e *env, o *learnOptions, args arguments) error {
	live, err := o.live(args)
	if err == nil {
		err = o.check(args)
	}
	if err != nil {
		return err
	}
	if !live {
		return learnFrom(e, o, args.words)
	}
	return captureFor(e, o.choose, args, func(path string) error {
		err := learnFrom(e, o, []string{path})
		if errors.Is(err, errNothingFits) {
			err = errors.New("nothing was captured, so there is nothing to learn from")
		}
		return err
	})
}

// choose says what to capture: no more messages than are looked at, as whoever talks much could fill
// the disk with what is of no use.
func (o *learnOptions) choose(c *captureOptions) {
	c.Filter, c.Count, c.duration, c.forPrograms = o.filter, cmp.Or(o.count, learn.MaxMessages), o.duration, o.format != "text"
	c.Enough = learn.MaxBytes
	c.remote, c.typed = o.remote, o.typed
}

// live reports whether it is about what is said now, and not about files.
func (o *learnOptions) live(args arguments) (bool, error) {
	sockets := slices.DeleteFunc(slices.Clone(args.words), func(word string) bool { return !selection.IsSocket(word) })
	live := args.dashed || o.count > 0 || o.duration > 0 || o.remote.Host != "" || len(sockets) > 0
	switch {
	case len(sockets) > 0 && len(sockets) < len(args.words) && !args.dashed && o.count == 0 && o.duration == 0 && o.remote.Host == "":
		return live, flags.Mistakef("choose one: files that were captured, or sockets that are captured now, as %s is", sockets[0])
	case o.duration < 0:
		return live, flags.Mistakef("--duration %v is negative", o.duration)
	case live && !args.dashed && len(args.words) == 0:
		return live, flags.Mistakef("no SOCKET given; '*' captures every socket")
	}
	return live, nil
}

// check says what is wrong with the command line, and reads the notes.
func (o *learnOptions) check(args arguments) error {
	switch {
	case len(args.words) == 0 && !args.dashed:
		return flags.Mistakef("learn takes capture files, but there is no FILE; -w writes one")
	case args.dashed && len(args.command) == 0:
		return flags.Mistakef("there is no command behind --")
	case o.format != "text" && o.format != "json" && !slices.Contains(write.Formats(), o.format):
		return flags.Mistakef("unknown format %q; known are text, json, %s", o.format, strings.Join(write.Formats(), ", "))
	case o.each && o.format != "json":
		return flags.Mistakef("--each needs --format json")
	case o.name != "" && !slices.Contains(write.Named(), o.format):
		return flags.Mistakef("--name has no effect with --format %s: it is for %s", o.format, strings.Join(write.Named(), ", "))
	case o.name != "":
		if err := write.CheckName(o.name); err != nil {
			return flags.Mistakef("--name: %w", err)
		}
	}
	if o.notes != "" {
		notes, err := learn.ReadNotes(o.notes)
		if err != nil {
			return flags.Mistaken(err)
		}
		o.known = append(o.known, notes...)
	}
	return flags.Mistaken(learn.Overlap(o.known))
}

var errNothingFits = errors.New("there is no message that fits")

// learnFrom learns from capture files.
func learnFrom(e *env, o *learnOptions, paths []string) error {
	capture := &learn.Capture{}
	for _, path := range paths {
		if err := readInto(e, capture, path, &o.filter); err != nil {
			return err
		}
	}
	if len(capture.Messages) == 0 {
		return flags.Mistakef("%w in %s; unixsnoop -r FILE -q shows what a file has", errNothingFits, format.Escape(strings.Join(paths, ", ")))
	}
	p := learn.Learn(capture, o.known...)
	var err error
	switch {
	case o.each:
		err = learn.WriteEach(e.stdout, p)
	case o.format == "json":
		err = learn.WriteJSON(e.stdout, p)
	case o.format != "text":
		return write.Write(e.stdout, o.format, p, capture.Messages, o.name)
	default:
		err = learn.WriteText(e.stdout, p, terminal.InColour(e.stdout))
	}
	if err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}

// readInto adds the wanted messages of a capture file. Of one that was cut short, what is
// whole is there.
func readInto(e *env, capture *learn.Capture, path string, filter *format.Filter) error {
	in, err := output.OpenSaved(path, &output.Save{})
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		m, err := in.Next()
		switch {
		case errors.Is(err, output.ErrCutShort):
			e.say(err)
			fallthrough
		case err == io.EOF:
			if losses := in.Losses(); len(losses) > 0 {
				e.say("in the capture:", output.Losses(losses))
			}
			return nil
		case err != nil:
			return err
		case filter.Match(m):
			capture.Add(m)
		}
	}
}
