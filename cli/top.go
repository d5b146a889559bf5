package cli

import (
	"context"
	"os"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/cli/top"
	"github.com/unixsnoop/unixsnoop/probes"
)

var topCommand = &command{
	name:  "top",
	about: "live rates: who sends how much to whom",
	forms: []form{{"unixsnoop top [flags] [SOCKET...]", "live rates: who sends how much to whom"}},
	text: `Counts the messages and bytes that pairs of processes send each other over
unix sockets, in the kernel, without a look at what they say; without SOCKET
and flags those of every socket. Of a pair, B is the end that is bound to a
name: the server, mostly. See unixsnoop --help for how names are written and
what has to fit.

On a terminal these keys sort: m messages, b bytes, l last seen, n name, p
process; r reverses, q quits. Elsewhere, a block of lines is written for each
interval.`,
	examples: []form{
		{"sudo unixsnoop top", "every pair of processes, the busiest first"},
		{"sudo unixsnoop top --sort bytes /run/docker.sock", "those at this socket, by bytes"},
		{"sudo unixsnoop top --once --interval 10s --format json", "ten seconds, for a program"},
	},
	define: func(s *flags.Set) action {
		o := &topOptions{}
		o.define(s)
		return func(e *env, args arguments) error { return showTop(e, o, args) }
	},
	complete: selection.LivingSockets,
}

// topOptions are the values of the command line.
type topOptions struct {
	selection.Live
	top.Options
	sort, format string
	btf          string
	remote       string // which it has none
}

// minInterval keeps reading, during which sends may be missed, rare.
const minInterval = 100 * time.Millisecond

func (o *topOptions) define(s *flags.Set) {
	o.Define(s.Group(flags.WhatToCapture))
	show := s.Group(flags.WhatToShow)
	show.DurationVar(&o.Interval, "interval", 2*time.Second, "`TIME` between two looks, such as 500ms or 10s")
	show.BoolVar(&o.Once, "once", false, "show one interval and end")
	show.IntVarP(&o.Rows, "rows", "n", 0, "show at most `N` pairs; 0 for all, on a terminal for as many as it has lines")
	looks := s.Group(flags.HowItLooks)
	looks.StringVar(&o.sort, "sort", string(top.ByMessages), "sort by `KEY`: messages, bytes, last, name, process")
	looks.BoolVar(&o.Reverse, "reverse", false, "sort the other way round")
	looks.StringVar(&o.format, "format", "table", "how to show rates, as `FORMAT`: table, json")
	looks.CompleteWith("sort", "messages", "bytes", "last", "name", "process")
	looks.CompleteWith("format", "table", "json")
	machine := s.Group(flags.TheMachine)
	machine.StringVar(&o.btf, "btf", "", "read the kernel's type information from `FILE`")
	defineElsewhere(machine, &o.remote)
}

// check says what is wrong with the command line, and reads its arguments.
func (o *topOptions) check(args arguments) (err error) {
	switch o.Order, err = top.ParseOrder(o.sort); {
	case err != nil:
		return flags.Mistaken(err)
	case o.remote != "":
		return flags.Mistakef("top counts in the kernel of the machine that it runs on: ssh -t %s sudo unixsnoop top shows that of the other one, and unixsnoop stats --remote sums up here", o.remote)
	case o.format != "table" && o.format != "json":
		return flags.Mistakef("unknown format %q; known are table, json", o.format)
	case o.Interval < minInterval:
		return flags.Mistakef("--interval %v is shorter than %v", o.Interval, minInterval)
	case o.Rows < 0:
		return flags.Mistakef("--rows %d is negative", o.Rows)
	}
	o.JSON = o.format == "json"
	if o.Names, err = selection.ParseSockets(args.all()); err != nil {
		return err
	}
	if err := selection.CheckPids(o.Pids); err != nil {
		return err
	}
	return o.Check()
}

// showTop shows rates until it is told to end.
func showTop(e *env, o *topOptions, args arguments) error {
	if err := o.check(args); err != nil {
		return err
	}
	if err := probes.CheckLimits(); err != nil {
		return err
	}
	host, err := hostWith(o.btf)
	if err != nil {
		return err
	}
	filter, err := o.Probes()
	if err != nil {
		return err
	}
	ctx, stop := untilTold(context.Background())
	defer stop()
	notices := survey(&o.Live, &filter, e.stdout, host, true)
	counter, err := beginCounting(filter, host)
	if err != nil {
		return err
	}
	defer counter.Close()
	unfollow, limit := o.FollowContainers(&filter, counter.Include, func(...any) {}) // what is shown tells
	defer unfollow()
	if limit != "" {
		notices = append(notices, limit)
	}
	defer o.FollowNames(counter.IncludeName, func(...any) {})() // what is shown tells
	if err := confine.Process(confine.Needs{}); err != nil {
		return err
	}
	for _, notice := range notices {
		e.say(notice)
	}
	source := &lastReading{Source: counter}
	err = top.Run(ctx, source, o.Options, os.Stdin, e.stdout)
	if losses := source.stats.Losses(); len(losses) > 0 {
		e.say(output.Losses(losses))
	}
	return err
}

// lastReading keeps what was read last, to sum up.
type lastReading struct {
	top.Source
	stats probes.CountStats
}

func (l *lastReading) Read() (*probes.Reading, error) {
	r, err := l.Source.Read()
	if err == nil {
		l.stats = r.Stats
	}
	return r, err
}
