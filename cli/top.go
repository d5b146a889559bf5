package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/cli/top"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/probes"
)

const topUsage = `Usage:
  unixsnoop top [flags] [SOCKET...]   live rates: who sends how much to whom

Counts the messages and bytes that pairs of processes send each other over unix
sockets, in the kernel, without a look at what they say; without SOCKET and flags
those of every socket. Of a pair, B is the end that is bound to a name: the server,
mostly. See unixsnoop --help for how names are written and what has to fit.

On a terminal these keys sort: m messages, b bytes, l last seen, n name, p process;
r reverses, q quits. Elsewhere, a block of lines is written for each interval.

Flags:
`

// topOptions are the values of the command line.
type topOptions struct {
	selection
	top.Options
	btf string
}

// minInterval keeps reading, during which sends may be missed, rare.
const minInterval = 100 * time.Millisecond

func parseTop(args []string, stdout io.Writer) (*topOptions, error) {
	o := &topOptions{}
	flags := pflag.NewFlagSet("unixsnoop top", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.SetOutput(io.Discard)
	flags.DurationVar(&o.Interval, "interval", 2*time.Second, "time between two looks, such as 500ms or 10s")
	flags.BoolVar(&o.Once, "once", false, "show one interval and end")
	flags.IntVarP(&o.Rows, "rows", "n", 0, "show at most `N` pairs, 0 for all or as many as fit")
	sort := flags.String("sort", string(top.ByMessages), "sort by `KEY`: messages, bytes, last, name, process")
	flags.BoolVar(&o.Reverse, "reverse", false, "sort the other way round")
	view := flags.String("format", "table", "how to show rates, as `FORMAT`: table, json")
	o.register(flags)
	flags.StringVar(&o.btf, "btf", "", "read the kernel's type information from `FILE`")
	flags.Usage = func() {
		fmt.Fprint(stdout, topUsage, flags.FlagUsages())
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return nil, err
		}
		return nil, usageError{err}
	}
	var err error
	switch o.Order, err = top.ParseOrder(*sort); {
	case err != nil:
		return nil, usageError{err}
	case *view != "table" && *view != "json":
		return nil, usageError{fmt.Errorf("unknown format %q; known are table, json", *view)}
	case o.Interval < minInterval:
		return nil, usageError{fmt.Errorf("--interval %v is shorter than %v", o.Interval, minInterval)}
	case o.Rows < 0:
		return nil, usageError{fmt.Errorf("--rows %d is negative", o.Rows)}
	}
	o.JSON = *view == "json"
	if err := o.parseSockets(flags.Args()); err != nil {
		return nil, err
	}
	if err := cmp.Or(o.checkPids(), o.contradiction()); err != nil {
		return nil, usageError{err}
	}
	return o, nil
}

// showTop carries out the subcommand top.
func showTop(args []string, stdout, stderr io.Writer) error {
	o, err := parseTop(args, stdout)
	if err != nil {
		return err
	}
	host, err := kernel.ThisHost(o.btf)
	if err != nil {
		return err
	}
	filter, err := o.filter()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	notices := o.survey(&filter, stdout, host.InInitialPidNamespace(), true)
	counter, err := startCounting(filter, host)
	if err != nil {
		return explain(host, err)
	}
	defer counter.Close()
	for _, notice := range notices {
		fmt.Fprintln(stderr, "unixsnoop:", notice)
	}
	source := &lastReading{Source: counter}
	err = top.Run(ctx, source, o.Options, os.Stdin, stdout)
	if summary := source.losses(); summary != "" {
		fmt.Fprintln(stderr, "unixsnoop:", summary)
	}
	return err
}

func startCounting(filter probes.Filter, host *kernel.Host) (*probes.Counter, error) {
	options, err := probeOptions(filter, host)
	if err != nil {
		return nil, err
	}
	return probes.StartCounting(options)
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

// losses say what was not counted, "" if nothing.
func (l *lastReading) losses() string {
	var parts []string
	for _, loss := range l.stats.Losses() {
		parts = append(parts, fmt.Sprintf("%d %s", loss.Count, loss.Note))
	}
	return strings.Join(parts, ", ")
}
