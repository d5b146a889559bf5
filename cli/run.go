package cli

import (
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

	"github.com/unixsnoop/unixsnoop/cli/launch"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/fixtures"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/probes"
)

const usage = `Usage:
  unixsnoop [flags] [SOCKET...]                capture until Ctrl-C
  unixsnoop [flags] [SOCKET...] -- CMD ARG...  run CMD, capture what it and its
                                               children say and hear until it ends
  unixsnoop -r FILE [flags] [SOCKET...]        the messages of a capture file
  unixsnoop list [flags] [SOCKET...]           unix sockets, who owns them and their peers
  unixsnoop top [flags] [SOCKET...]            live rates: who sends how much to whom
  unixsnoop replay FILE --as client|server SOCKET
                                               play one side of a capture, compare the other
  unixsnoop extcap install|remove              an interface of Wireshark's own
  unixsnoop check [flags]                      what this kernel can do, and why not

SOCKET is the name a socket is bound to:
  /run/x.sock   this path           '/run/p*'   every path that starts so
  @name         an abstract name    '@pre*'     every abstract name that starts so
  '*'           every socket        \xNN        any byte of a name
Messages of both directions are captured. A path also means the file that is
there, under whatever name a socket was bound to it.

A message has to fit SOCKET (or --inode, --unnamed) with one of its ends, and all
of --pid, --comm, --uid and --container with the process at one of its ends.

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

// Main carries out the command line of this process and ends it.
func Main() {
	launch.BecomeCommand() // first: this process may be one that waits to run a command
	// A reader that goes away shows as a failed write, not as a deadly signal:
	// the probes are to be removed in any case.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run carries out a command line and returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	err := command(args, stdout, stderr)
	var (
		mistake usageError
		status  commandStatus
	)
	switch {
	case err == nil, errors.Is(err, pflag.ErrHelp):
		return exitOK
	case errors.Is(err, syscall.EPIPE):
		fmt.Fprintln(stderr, "unixsnoop: the reader of the output has gone, the capture ends")
		return exitOK
	case errors.As(err, &status):
		return int(status)
	case errors.As(err, &mistake):
		help := "unixsnoop"
		if isSubcommand(args) {
			help += " " + args[0]
		}
		fmt.Fprintf(stderr, "unixsnoop: %v (see %s --help)\n", err, help)
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
	read     string // a capture file, "" for the kernel
	print    bool   // also what is saved
	save     saveOptions
	followed following
	fixtures fixtures.Options // of a format that is source code

	selection
	command []string // to run
}

func command(args []string, stdout, stderr io.Writer) error {
	if isExtcap(args) {
		return answerExtcap(args, stdout, stderr)
	}
	if isSubcommand(args) {
		return subcommands[args[0]](args[1:], stdout, stderr)
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
	case isSubcommand(rest):
		return usageError{fmt.Errorf("%s comes before its flags", rest[0])}
	}
	if err := o.parseSockets(rest); err != nil {
		return err
	}
	if err := o.contradiction(); err != nil {
		return usageError{err}
	}
	if o.read != "" {
		return readBack(o, stdout, stderr)
	}
	return capture(o, stdout, stderr)
}

// subcommands are those that have flags of their own.
var subcommands = map[string]func(args []string, stdout, stderr io.Writer) error{
	"extcap": extcap,
	"list":   list,
	"replay": replayCapture,
	"top":    showTop,
}

func isSubcommand(args []string) bool { return len(args) > 0 && subcommands[args[0]] != nil }

func parse(args []string, stdout io.Writer) (*options, []string, error) {
	o := &options{}
	flags := pflag.NewFlagSet("unixsnoop", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.SetOutput(io.Discard)
	flags.Uint64VarP(&o.count, "count", "c", 0, "end after `N` messages")
	flags.DurationVar(&o.duration, "duration", 0, "end after this time, such as 30s or 5m")
	flags.StringVar(&o.format, "format", format.Default, "how to show messages: "+strings.Join(formats(), ", "))
	ascii := flags.BoolP("ascii", "A", false, "the same as --format string")
	hex := flags.BoolP("hex", "x", false, "the same as --format hex")
	hexASCII := flags.BoolP("hex-ascii", "X", false, "the same as --format hex")
	quiet := flags.BoolP("quiet", "q", false, "the same as --format header")
	flags.Int64VarP(&o.snaplen, "snaplen", "s", 0, "show at most `BYTES` of each message, 0 for all")
	checkFixtures := o.registerFixtures(flags)
	checkSave := o.save.register(flags)
	flags.BoolVar(&o.print, "print", false, "with -w, show messages too")
	flags.StringVarP(&o.read, "read", "r", "", "read messages from the capture `FILE`, - for standard input")
	checkFollow := o.followed.register(flags)
	o.register(flags)
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
	if err := o.checkFormat(); err != nil {
		return nil, nil, usageError{err}
	}
	for _, check := range []func() error{checkFixtures, checkSave, func() error { return checkFollow(o) }} {
		if err := check(); err != nil {
			return nil, nil, usageError{err}
		}
	}
	switch {
	case o.print && o.save.path == "":
		return nil, nil, usageError{errors.New("--print shows what -w writes, but there is no -w; leave it out")}
	case o.print && o.save.path == standard:
		return nil, nil, usageError{errors.New("-w - and --print both want standard output; choose one, or write to a file")}
	case flags.Changed("format") && !o.shows():
		return nil, nil, usageError{fmt.Errorf("with -w nothing is shown in format %s; add --print, or leave the format out", o.format)}
	case flags.Changed("read") && o.read == "":
		return nil, nil, usageError{errors.New("-r needs the name of a capture file")}
	case flags.Changed("write") && o.save.path == "":
		return nil, nil, usageError{errors.New("-w needs the name of a file")}
	case o.read == "":
		if err := o.checkPids(); err != nil {
			return nil, nil, usageError{err}
		}
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
	if err := o.checkTerminal(stdout); err != nil {
		return nil, nil, usageError{err}
	}
	rest := flags.Args()
	if n := flags.ArgsLenAtDash(); n >= 0 {
		rest, o.command = rest[:n], rest[n:]
		if len(o.command) == 0 {
			return nil, nil, usageError{errors.New("there is no command behind --")}
		}
	}
	return o, rest, nil
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

// version is the module's version as the go command recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}
