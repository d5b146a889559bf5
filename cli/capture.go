package cli

import (
	"fmt"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/probes"
)

var captureCommand = &command{
	about: "show what programs say to each other over unix sockets",
	forms: []form{
		{"unixsnoop [flags] [SOCKET...]", "capture until Ctrl-C"},
		{"unixsnoop [flags] [SOCKET...] -- CMD ARG...", "run CMD, capture what it and its children say and hear until it ends"},
		{"unixsnoop -r FILE [flags] [SOCKET...]", "the messages of a capture file"},
		{"unixsnoop list [flags] [SOCKET...]", "unix sockets, who owns them and their peers"},
		{"unixsnoop top [flags] [SOCKET...]", "live rates: who sends how much to whom"},
		{"unixsnoop replay FILE --as SIDE SOCKET", "play one side of a capture, compare the other"},
		{"unixsnoop check [flags]", "what this kernel can do, and why not"},
		{"unixsnoop extcap install|remove", "an interface of Wireshark's own"},
		{"unixsnoop completion SHELL", "have bash, zsh, fish or powershell complete"},
	},
	text: `SOCKET is the name a socket is bound to:
  /run/x.sock   this path           '/run/p*'   every path that starts so
  @name         an abstract name    '@pre*'     every abstract name that starts so
  '*'           every socket        \xNN        any byte of a name
Messages of both directions are captured. A path also means the file that is
there, under whatever name a socket was bound to it.

A message has to fit SOCKET (or --inode, --unnamed) with one of its ends, and all
of --pid, --comm, --uid and --container with the process at one of its ends.`,
	examples: []form{
		{"sudo unixsnoop /run/docker.sock", "what docker and its daemon say to each other"},
		{"sudo unixsnoop -w x.pcapng -- psql -c 'select 1'", "a command, for Wireshark"},
		{"unixsnoop -r x.pcapng --format go", "test data from a capture"},
	},
	define: func(s *flags.Set) action {
		o := &captureOptions{}
		o.define(s)
		return func(e *env, args arguments) error { return capture(e, o, s, args) }
	},
	complete: livingSockets,
}

// captureOptions are the values of the command line.
type captureOptions struct {
	selection.Live
	output.Options
	read     string // a capture file, "" for the kernel
	duration time.Duration
	ring     int // KiB for each CPU
	btf      string
	version  bool
	command  []string // to run
}

func (o *captureOptions) define(s *flags.Set) {
	o.Live.Define(s.Group(selection.Question))
	show := s.Group("What to show")
	show.StringVarP(&o.read, "read", "r", "", "read messages from the capture `FILE`, - for standard input")
	show.DurationVar(&o.duration, "duration", 0, "end after this `TIME`, such as 30s or 5m")
	o.Options.Define(s)
	machine := s.Group(theMachine)
	machine.IntVarP(&o.ring, "buffer-size", "B", probes.DefaultRingSize>>10, "size of each CPU's ring in `KiB`")
	machine.StringVar(&o.btf, "btf", "", "read the kernel's type information from `FILE`")
	machine.BoolVar(&o.version, "version", false, "print the version and exit")
}

// capture shows messages, of the kernel or a file.
func capture(e *env, o *captureOptions, s *flags.Set, args arguments) error {
	if o.version {
		_, err := fmt.Fprintln(e.stdout, programName, version())
		return err
	}
	if err := o.check(e, s.Given, args); err != nil {
		return err
	}
	if o.read != "" {
		return readBack(e, o)
	}
	return captureLive(e, o)
}

// check says what is wrong with the command line, and reads its arguments.
func (o *captureOptions) check(e *env, given func(string) bool, args arguments) (err error) {
	if err := o.Options.Check(given, e.stdout); err != nil {
		return err
	}
	const maxRing = 1 << 20 // KiB; the kernel refuses more than a GiB
	o.command = args.command
	switch {
	case given("read") && o.read == "":
		return flags.Mistakef("-r needs the name of a capture file")
	case o.ring < 64 || o.ring > maxRing:
		return flags.Mistakef("--buffer-size %d is not between 64 and %d KiB", o.ring, maxRing)
	case o.duration < 0:
		return flags.Mistakef("--duration %v is negative", o.duration)
	case args.dashed && len(args.command) == 0:
		return flags.Mistakef("there is no command behind --")
	}
	if o.Names, err = selection.ParseSockets(args.words); err != nil {
		return err
	}
	if o.read != "" {
		err = o.checkRead()
	} else {
		err = o.checkLive()
	}
	if err != nil {
		return err
	}
	return o.Live.Check()
}

// checkRead says what can't be meant of a file.
func (o *captureOptions) checkRead() error {
	switch {
	case len(o.command) > 0:
		return flags.Mistakef("choose one: -r reads a capture file, a command behind -- is captured now")
	case o.duration > 0:
		return flags.Mistakef("--duration ends a capture; a file of -r ends by itself")
	case o.Follow:
		return flags.Mistakef("-f follows processes that live; a file of -r does not tell who started whom")
	case len(o.Containers) > 0:
		return flags.Mistakef("--container looks at what runs now; a file of -r has no names of containers")
	}
	return nil
}

// checkLive says what can't be meant of what runs now.
func (o *captureOptions) checkLive() error {
	switch {
	case len(o.command) > 0 && (len(o.Pids) > 0 || o.Follow):
		return flags.Mistakef("choose one: -p and -f say whom to follow, and a command behind -- is followed by itself")
	case len(o.command) == 0 && o.Live.Empty():
		return flags.Mistakef("no SOCKET given; '*' captures every socket")
	}
	return selection.CheckPids(o.Pids)
}
