// Unixsnoop shows what programs say to each other over Unix domain sockets,
// like tcpdump does for networks: every byte that the kernel accepted, once, in
// order, with who sent it to whom.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/launch"
	"github.com/unixsnoop/unixsnoop/probes"
)

const usage = `Usage:
  unixsnoop [flags] SOCKET...   capture until Ctrl-C
  unixsnoop list [flags] [SOCKET...]
                                unix sockets, who owns them and their peers
  unixsnoop check [flags]       what this kernel can do, and why not

SOCKET is the name a socket is bound to:
  /run/x.sock   this path           '/run/p*'   every path that starts so
  @name         an abstract name    '@pre*'     every abstract name that starts so
  '*'           every socket        \xNN        any byte of a name
Messages of both directions are captured.

Flags:
`

// Exit statuses.
const (
	exitOK     = 0
	exitFailed = 1 // the kernel or a file can't serve
	exitUsage  = 2
)

// usageError is a mistake on the command line.
type usageError struct{ error }

func main() {
	launch.BecomeCommand() // first: this process may be one that waits to run a command
	// A reader that goes away shows as a failed write, not as a deadly signal:
	// the probes are to be removed in any case.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run carries out a command line and returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	err := command(args, stdout, stderr)
	var mistake usageError
	switch {
	case err == nil, errors.Is(err, pflag.ErrHelp):
		return exitOK
	case errors.Is(err, syscall.EPIPE):
		fmt.Fprintln(stderr, "unixsnoop: the reader of the output has gone, the capture ends")
		return exitOK
	case errors.As(err, &mistake):
		help := "unixsnoop --help"
		if isList(args) {
			help = "unixsnoop list --help"
		}
		fmt.Fprintf(stderr, "unixsnoop: %v (see %s)\n", err, help)
		return exitUsage
	}
	fmt.Fprintf(stderr, "unixsnoop: %v\n", err)
	return exitFailed
}

// options are the values of the command line.
type options struct {
	btf      string
	count    uint64
	duration time.Duration
	format   string
	snaplen  int64
	version  bool
	ring     int
	sockets  []format.Pattern
}

func command(args []string, stdout, stderr io.Writer) error {
	if isList(args) {
		return list(args[1:], stdout, stderr)
	}
	o, rest, err := parse(args, stdout)
	switch {
	case err != nil:
		return err
	case o.version:
		_, err := fmt.Fprintln(stdout, "unixsnoop", version())
		return err
	case len(rest) > 0 && rest[0] == "check":
		if len(rest) > 1 {
			return usageError{fmt.Errorf("check takes no argument, but there is %q", rest[1])}
		}
		return check(o, stdout)
	case isList(rest):
		return usageError{errors.New("list comes before its flags")}
	}
	if len(rest) == 0 {
		return usageError{errors.New("no SOCKET given; '*' captures every socket")}
	}
	for _, arg := range rest {
		p, err := format.ParsePattern(arg)
		if err != nil {
			return usageError{err}
		}
		o.sockets = append(o.sockets, p)
	}
	return capture(o, stdout, stderr)
}

// isList reports whether the subcommand is list, which has flags of its own.
func isList(args []string) bool { return len(args) > 0 && args[0] == "list" }

func parse(args []string, stdout io.Writer) (*options, []string, error) {
	o := &options{}
	flags := pflag.NewFlagSet("unixsnoop", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.SetOutput(io.Discard)
	flags.Uint64VarP(&o.count, "count", "c", 0, "end after `N` messages")
	flags.DurationVar(&o.duration, "duration", 0, "end after this time, such as 30s or 5m")
	flags.StringVar(&o.format, "format", format.Default, "how to show payloads: "+strings.Join(format.Names(), ", "))
	ascii := flags.BoolP("ascii", "A", false, "the same as --format string")
	hex := flags.BoolP("hex", "x", false, "the same as --format hex")
	hexASCII := flags.BoolP("hex-ascii", "X", false, "the same as --format hex")
	quiet := flags.BoolP("quiet", "q", false, "the same as --format header")
	flags.Int64VarP(&o.snaplen, "snaplen", "s", 0, "show at most `BYTES` of each message, 0 for all")
	buffer := flags.IntP("buffer-size", "B", probes.DefaultRingSize>>10, "size of each CPU's ring in `KiB`")
	flags.StringVar(&o.btf, "btf", "", "read the kernel's type information from `FILE`")
	flags.BoolVar(&o.version, "version", false, "print the version and exit")
	flags.Usage = func() {
		fmt.Fprint(stdout, usage, flags.FlagUsages())
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return nil, nil, err
		}
		return nil, nil, usageError{err}
	}

	for _, alias := range []struct {
		set    bool
		format string
	}{{*ascii, "string"}, {*hex || *hexASCII, "hex"}, {*quiet, "header"}} {
		if !alias.set {
			continue
		}
		if flags.Changed("format") && o.format != alias.format {
			return nil, nil, usageError{fmt.Errorf("choose one format: %s and %s contradict each other", o.format, alias.format)}
		}
		o.format = alias.format
		flags.Lookup("format").Changed = true
	}
	if _, err := format.NewWriter(o.format, io.Discard); err != nil {
		return nil, nil, usageError{err}
	}
	const maxBuffer = 1 << 20 // KiB; the kernel refuses more than a GiB
	if *buffer < 64 || *buffer > maxBuffer {
		return nil, nil, usageError{fmt.Errorf("--buffer-size %d is not between 64 and %d KiB", *buffer, maxBuffer)}
	}
	o.ring = *buffer << 10
	if o.snaplen < 0 {
		return nil, nil, usageError{fmt.Errorf("--snaplen %d is negative", o.snaplen)}
	}
	if o.duration < 0 {
		return nil, nil, usageError{fmt.Errorf("--duration %v is negative", o.duration)}
	}
	return o, flags.Args(), nil
}

// check prints what the kernel can do.
func check(o *options, stdout io.Writer) error {
	host, err := kernel.ThisHost(o.btf)
	if err != nil {
		return err
	}
	report := host.Inspect()
	if err := report.Write(stdout); err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return report.Err()
}

// capture shows messages until it is told to end.
func capture(o *options, stdout, stderr io.Writer) error {
	out, err := format.NewWriter(o.format, stdout)
	if err != nil {
		return err
	}
	host, err := kernel.ThisHost(o.btf)
	if err != nil {
		return err
	}
	c, err := start(o, host)
	if err != nil {
		// What the kernel lacks says more than the call that failed.
		if reason := host.Inspect().Err(); reason != nil {
			return reason
		}
		return err
	}
	defer c.Close()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if o.duration > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.duration)
		defer cancel()
	}
	fmt.Fprintf(stderr, "unixsnoop: capturing %s, Ctrl-C ends\n", describe(o.sockets))
	sink := &sink{Writer: out, limit: o.count, snaplen: o.snaplen}
	err = c.Run(ctx, sink)
	switch {
	case errors.Is(err, errEnough):
		err = nil
	case err != nil && !errors.Is(err, syscall.EPIPE):
		err = fmt.Errorf("the capture ended early: %w", err)
	}
	stats, failed := c.Stats()
	if failed != nil {
		return errors.Join(err, failed)
	}
	if err == nil {
		err = writeLosses(out, stats)
	}
	fmt.Fprintln(stderr, "unixsnoop:", summary(sink.count, stats))
	return err
}

// writeLosses adds what is missing to an output that has a place for it.
func writeLosses(out format.Writer, stats probes.Stats) error {
	w, ok := out.(format.LossWriter)
	if !ok {
		return nil
	}
	for _, loss := range stats.Losses() {
		if err := w.WriteLoss(loss); err != nil {
			return fmt.Errorf("writing the output: %w", err)
		}
	}
	return w.Flush()
}

// start brings the probes into the kernel, after removing those that a killed
// capture left behind.
func start(o *options, host *kernel.Host) (*probes.Capture, error) {
	offsets, err := host.Offsets()
	if err != nil {
		return nil, err
	}
	tracefs := kernel.Tracefs()
	if tracefs != "" {
		if _, err := probes.RemoveLeftovers(tracefs); err != nil {
			return nil, err
		}
	}
	self := 0
	if host.InInitialPidNamespace() {
		self = os.Getpid()
	}
	return probes.Start(probes.Options{
		Offsets:  offsets,
		Filter:   probes.Filter{Filter: format.Filter{Names: o.sockets}, Self: self},
		Tracefs:  tracefs != "",
		RingSize: o.ring,
	})
}

// errEnough ends a capture that has shown as many messages as it should.
var errEnough = errors.New("enough messages")

// sink counts messages on their way to the output.
type sink struct {
	format.Writer
	limit   uint64 // end after so many, 0 for never
	snaplen int64  // bytes to show of each message, 0 for all
	count   uint64
}

func (s *sink) Write(m *format.Message) error {
	if s.snaplen > 0 {
		m.Truncate(s.snaplen)
	}
	if err := s.Writer.Write(m); err != nil {
		return err
	}
	if !m.More {
		s.count++
	}
	if s.limit > 0 && s.count >= s.limit {
		return errEnough
	}
	return nil
}

// summary is the line that ends a capture: what was shown and, if anything is
// missing, why.
func summary(shown uint64, s probes.Stats) string {
	var b strings.Builder
	noun := "messages"
	if shown == 1 {
		noun = "message"
	}
	fmt.Fprintf(&b, "%d %s captured, %d lost", shown, noun, s.Lost())
	for _, cause := range []struct {
		n    uint64
		what string
	}{
		{s.RingFull, "lost because a ring was full (a larger -B helps)"},
		{s.TableFull, "lost because too many sends were in flight"},
		{s.NoReturn, "lost because their return was not seen"},
		{s.PerhapsLost, "datagrams perhaps lost because too many sends were in flight"},
		{s.Skipped, "sends perhaps unseen because the kernel skipped a probe"},
		{s.Holes, "with bytes missing"},
		{s.InFlight, "not finished when the capture ended"},
		{s.Late, "shown after newer ones"},
		{s.Unordered, "records of the order lost because a ring was full"},
		{s.ControlLost, "without their ancillary data because a ring was full"},
		{s.TailRefused, "cut short: too many segments"},
		{s.Malformed, "records made no sense"},
	} {
		if cause.n > 0 {
			fmt.Fprintf(&b, ", %d %s", cause.n, cause.what)
		}
	}
	return b.String()
}

// describe lists the patterns of a filter.
func describe(patterns []format.Pattern) string {
	var names []string
	for _, p := range patterns {
		names = append(names, p.String())
	}
	return strings.Join(names, ", ")
}

// version is the module's version as the go command recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}
