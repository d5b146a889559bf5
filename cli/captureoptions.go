package cli

import (
	"os"
	"slices"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/invoker"
	"github.com/unixsnoop/unixsnoop/cli/metrics"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/remote"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/format"
)

// captureOptions are the values of the command line.
type captureOptions struct {
	selection.Live
	output.Options
	habits
	read     []string // capture files, none for the kernel
	duration time.Duration
	ring     int           // KiB for each CPU
	as       string        // user to go on as, "" to stay who we are
	asUser   *invoker.User // nil if there is none
	btf      string
	version  bool
	metrics  string   // address to serve them at, "" for nowhere
	command  []string // to run

	remote       remote.Options
	typed        []string // what to capture, as it was typed, for another host
	endWithStdin bool
	forPrograms  bool // what is written to standard output, whatever its format
}

func (o *captureOptions) define(s *flags.Set) {
	o.Live.Define(s.Group(flags.WhatToCapture))
	o.defineSource(s)
	o.Options.Define(s)
	o.habits.define(s) // behind the flags that do something
	o.defineRemote(s)
	o.defineMachine(s)
	machine := s.Group(flags.TheMachine)
	machine.StringVar(&o.metrics, "metrics", "", "serve counts of messages, bytes and losses to Prometheus at `ADDRESS`: a port of this machine's own, or HOST:PORT")
	machine.BoolVar(&o.version, "version", false, "print the version and exit")
}

// defineSource adds the flags that say where messages come from, and for how long.
func (o *captureOptions) defineSource(s *flags.Set) {
	show := s.Group(flags.WhatToShow)
	show.StringArrayVarP(&o.read, "read", "r", nil, "read messages from the capture `FILE`, - for standard input; of several files, by their time")
	show.CompleteFiles("read", "pcapng", "pcap")
	show.DurationVar(&o.duration, "duration", 0, "end after this `TIME`, such as 30s or 5m")
	show.BoolVar(&o.endWithStdin, "end-with-stdin", false, "end when standard input ends: a capture that was started over ssh then ends with the connection")
}

// defineRemote adds those of another host, once all are there that say what to capture.
func (o *captureOptions) defineRemote(s *flags.Set) {
	remote.Record(s.Group(flags.WhatToCapture), &o.typed, func() bool { return o.remote.Host != "" })
	o.remote.Define(s.Group(flags.TheMachine))
}

// defineMachine adds those of the kernel.
func (o *captureOptions) defineMachine(s *flags.Set) {
	machine := s.Group(flags.TheMachine)
	machine.IntVarP(&o.ring, "buffer-size", "B", 0, "size in `KiB` of each CPU's ring, the buffer where messages wait to be shown; a larger one loses less in a flood, the default follows from memory and CPUs")
	machine.StringVar(&o.btf, "btf", "", "read the kernel's type information (BTF) from `FILE`, if the kernel has none of its own")
	machine.StringVarP(&o.as, "relinquish-privileges", "Z", "", "once the capture has begun, go on as `USER`; files are that user's")
}

// check says what is wrong with the command line, and reads its arguments.
func (o *captureOptions) check(e *env, given func(string) bool, args arguments) (err error) {
	if err := o.Options.Check(given, e.stdout); err != nil {
		return err
	}
	const maxRing = 1 << 20 // KiB; the kernel refuses more than a GiB
	o.command = args.command
	switch {
	case slices.Contains(o.read, ""):
		return flags.Mistakef("-r needs the name of a capture file")
	case given("buffer-size") && (o.ring < 64 || o.ring > maxRing):
		return flags.Mistakef("--buffer-size %d is not between 64 and %d KiB", o.ring, maxRing)
	case o.duration < 0:
		return flags.Mistakef("--duration %v is negative", o.duration)
	case args.dashed && len(args.command) == 0:
		return flags.Mistakef("there is no command behind --")
	case o.endWithStdin && len(args.command) > 0:
		return flags.Mistakef("--end-with-stdin reads standard input, which is that of the command behind --; leave one out")
	}
	if err := o.remote.Check(given); err != nil {
		return flags.Mistaken(err)
	}
	if given("metrics") {
		if o.metrics, err = metrics.ParseAddress(o.metrics); err != nil {
			return flags.Mistakef("--metrics: %w", err)
		}
	}
	if err := o.MemfdSize(args.words); err != nil {
		return err
	}
	if o.Names, err = selection.ParseSockets(args.words); err != nil {
		return err
	}
	if o.remote.Host != "" {
		o.typed = append(o.typed, args.words...)
		return o.checkRemote()
	}
	places, err := o.habits.sockets(len(args.command) == 0 && o.Live.Empty())
	if err != nil {
		return err
	}
	o.Names = append(o.Names, places...)
	if len(o.read) > 0 {
		o.Past = true
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
	case o.as != "":
		return flags.Mistakef("-Z gives up what a capture takes; to read a file takes nothing of it")
	case o.metrics != "":
		return flags.Mistakef("--metrics tells of a capture that goes on; a file of -r is over")
	case o.duration > 0:
		return flags.Mistakef("--duration ends a capture; a file of -r ends by itself")
	case o.endWithStdin:
		return flags.Mistakef("--end-with-stdin ends a capture; a file of -r ends by itself")
	case o.Follow:
		return flags.Mistakef("-f follows processes that live; a file of -r does not tell who started whom")
	}
	return nil
}

// checkRemote says what can't be meant of another host. The rest it says itself.
func (o *captureOptions) checkRemote() error {
	switch {
	case len(o.read) > 0:
		return flags.Mistakef("choose one: -r reads a capture file, --remote captures now")
	case len(o.command) > 0:
		return flags.Mistakef("a command behind -- runs here; start it there by itself, and capture over --remote what it says")
	case o.metrics != "":
		return flags.Mistakef("--metrics is served by who captures; give it to unixsnoop on %s", o.remote.Host)
	case o.endWithStdin:
		return flags.Mistakef("--end-with-stdin is given to the other host in any case; leave it out with --remote")
	case o.Save.Memory > 0:
		return flags.Mistakef("--ring-memory keeps what is captured here; over --remote use -w with -C and -W")
	}
	return nil
}

// checkLive says what can't be meant of what runs now.
func (o *captureOptions) checkLive() error {
	if err := o.checkUser(); err != nil {
		return err
	}
	switch {
	case len(o.command) > 0 && (len(o.Pids) > 0 || o.Follow):
		return flags.Mistakef("choose one: -p and -f say whom to follow, and a command behind -- is followed by itself")
	case len(o.command) == 0 && o.Live.Empty():
		return flags.Mistakef("no SOCKET given; '*' captures every socket, and unixsnoop list shows which there are")
	}
	return selection.CheckPids(o.Pids)
}

// checkUser looks up the user of -Z: now, as the user database may be asked over a socket.
func (o *captureOptions) checkUser() (err error) {
	switch {
	case o.as == "":
		return nil
	case os.Geteuid() != 0:
		return flags.Mistakef("-Z %s: only root can go on as another user", o.as)
	}
	if o.asUser, err = invoker.Named(o.as); err != nil {
		return flags.Mistakef("-Z: %v", err)
	}
	if o.asUser.Uid == 0 {
		o.asUser = nil // as tcpdump has it
	}
	return nil
}

// describe says what is captured.
func (o *captureOptions) describe() string {
	var names []string
	for _, p := range o.Names {
		names = append(names, p.String())
	}
	var flags []string
	for _, word := range o.typed {
		flags = append(flags, format.Escape(strings.TrimSuffix(word, "=true")))
	}
	what, with := strings.Join(names, ", "), strings.Join(flags, " ")
	switch {
	case what == "" && len(o.command) > 0:
		what = "what the command says and hears"
	case what == "" && len(flags) == 0: // in Wireshark's dialog
		return "what was asked for"
	case what == "" && len(flags) == 1:
		return "what " + with + " selects"
	case what == "":
		return "what " + with + " select"
	}
	if with != "" {
		what += " with " + with
	}
	return what
}

// destination says where messages go, if that can't be seen.
func (o *captureOptions) destination() string {
	if o.Save.Path == "" || o.Save.Path == output.Standard {
		return ""
	}
	return " to " + format.Escape(o.Save.Path)
}

// reader is who may show what goes to standard output, nil if nothing goes there.
func (o *captureOptions) reader(e *env) any {
	if o.UsesStdout() {
		return e.stdout
	}
	return nil
}
