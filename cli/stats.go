package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/cli/stats"
	"github.com/unixsnoop/unixsnoop/format"
)

var statsCommand = &command{
	name:  "stats",
	about: "who says how much, and how long answers take",
	forms: []form{
		{"unixsnoop stats [flags] [SOCKET...]", "of what is said until Ctrl-C, or for --duration"},
		{"unixsnoop stats [flags] [SOCKET...] -- CMD ARG...", "of what CMD and its children say and hear"},
		{"unixsnoop stats -r FILE [flags] [SOCKET...]", "of a capture file"},
		{"unixsnoop stats --remote HOST [flags] [SOCKET...]", "of what is said on another host"},
	},
	text: `Sums up messages and bytes each way (> is from the client), and how long answers
took: from the end of a request to the beginning of its answer. A request is what
a client says before the server does. ANSWERS is how many answers there were. Half
of them took P50 or less, 90 of a hundred P90, 99 of a hundred P99. The bars show
how many took how long, between the two times above them.

Where client and server do not take turns, as after HTTP status 101, nobody knows
what answers what: no times are shown then, and a line says why. Times of up to
256 answers are exact, those of more are right to one percent.

With --events and --refused, or if a file has such events, there are columns for
those that happened: CONNECTS is how often somebody connected, FAILED how often
that failed, REFUSED how many sends were refused, and CLOSED how often the client
(>) or the server (<) closed first.

With --grep and the like, messages and bytes are those of what is found, and an
answer counts if something was found in it or in its request. Events do not count
then.`,
	examples: []form{
		{"unixsnoop stats -r x.pcapng", "how long do requests take?"},
		{"sudo unixsnoop stats --duration 1m /run/docker.sock", "a minute of what docker does"},
		{"unixsnoop stats -r x.pcapng --by process --sort p99", "who is slow?"},
		{"unixsnoop stats -r x.pcapng --grep '^GET /images'", "how long does this request take?"},
	},
	define: func(s *flags.Set) action {
		o := &statsOptions{}
		o.define(s)
		return func(e *env, args arguments) error { return showStats(e, o, s, args) }
	},
	complete: selection.LivingSockets,
}

// statsOptions are the values of the command line.
type statsOptions struct {
	captureOptions
	stats.Options
	by, sort, looks string // as they were typed
}

func (o *statsOptions) define(s *flags.Set) {
	o.captureOptions.Options.Define(&flags.Set{}) // for the values that flags have if they are not given
	o.Live.Define(s.Group(flags.WhatToCapture))
	o.defineSource(s)
	o.Search.Define(s.Group(flags.WhatToShow))
	o.Events.Define(s.Group(flags.WhatToShow))
	looks := s.Group(flags.HowItLooks)
	kinds := []string{string(stats.BySocket), string(stats.ByProcess), string(stats.ByConversation)}
	looks.StringVar(&o.by, "by", kinds[0], "a line for each `KIND`: "+strings.Join(kinds, ", "))
	looks.StringVar(&o.sort, "sort", stats.Orders[0], "sort by `KEY`: "+strings.Join(stats.Orders, ", "))
	looks.BoolVar(&o.Reverse, "reverse", false, "sort the other way round")
	looks.IntVarP(&o.Rows, "rows", "n", 0, "show at most `N` lines, 0 for all")
	looks.StringVar(&o.looks, "format", "text", "how to show sums, as `FORMAT`: text, json")
	looks.CompleteWith("by", kinds...)
	looks.CompleteWith("sort", stats.Orders...)
	looks.CompleteWith("format", "text", "json")
	o.defineRemote(s)
	o.defineMachine(s)
}

// check says what is wrong with the command line.
func (o *statsOptions) check(e *env, given func(string) bool, args arguments) (err error) {
	o.By = stats.By(o.by)
	switch o.Order, err = stats.ParseOrder(o.sort); {
	case err != nil:
		return flags.Mistaken(err)
	case !slices.Contains([]stats.By{stats.BySocket, stats.ByProcess, stats.ByConversation}, o.By):
		return flags.Mistakef("--by %q: known are socket, process, conversation", o.by)
	case o.looks != "text" && o.looks != "json":
		return flags.Mistakef("unknown format %q; known are text, json", o.looks)
	case o.Rows < 0:
		return flags.Mistakef("--rows %d is negative", o.Rows)
	}
	o.JSON = o.looks == "json"
	o.forPrograms = o.JSON
	o.Instead = func(w io.Writer) format.Writer { return stats.NewWriter(w, o.Options) }
	return o.captureOptions.check(e, func(name string) bool { return name != "format" && given(name) }, args)
}

// showStats sums up messages, of the kernel or a file.
func showStats(e *env, o *statsOptions, s *flags.Set, args arguments) error {
	if err := o.check(e, s.Given, args); err != nil {
		return err
	}
	if len(o.read) > 0 {
		o.Events = output.Events{Connections: true, Refused: true} // what the file has of them
	}
	return o.run(e)
}
