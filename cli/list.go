package cli

import (
	"fmt"
	"io"
	"runtime/debug"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/cli/sockets"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

var listCommand = &command{
	name:  "list",
	about: "unix sockets, who owns them and their peers",
	forms: []form{{"unixsnoop list [flags] [SOCKET...]", "unix sockets, who owns them and their peers"}},
	text: `Lists the sockets of this network namespace; nsenter -t PID -n shows others. A
SOCKET is listed with its peers, in both directions. A path also means the file
there, with '*' those in its directory, under whatever name a socket was bound to
it. See unixsnoop --help for how names are written.

The INODE of a stream's client, the end without a name, is the id of its
conversation: --follow --inode INODE shows what is said there from now on.`,
	examples: []form{
		{"sudo unixsnoop list", "all sockets, and who has them open"},
		{"sudo unixsnoop list /run/docker.sock", "the daemon and its clients"},
		{"sudo unixsnoop --follow --inode 43010", "what one of them says from now on"},
		{"unixsnoop list --format json -p $$", "this shell's, for a program"},
	},
	define: func(s *flags.Set) action {
		o := &listOptions{}
		selection.Define(s.Group("Which sockets"), &o.filter)
		looks := s.Group(flags.HowItLooks)
		looks.StringVar(&o.format, "format", "columns", "how to show the list, as `FORMAT`: columns, json")
		looks.CompleteWith("format", "columns", "json")
		defineElsewhere(looks, &o.remote)
		return func(e *env, args arguments) error { return list(e, o, args) }
	},
	complete: selection.LivingSockets,
}

// listOptions are the values of the command line.
type listOptions struct {
	filter format.Filter
	format string
	remote string // which it has none
}

// list prints the sockets that are wanted.
func list(e *env, o *listOptions, args arguments) error {
	write, err := o.check(args)
	if err != nil {
		return err
	}
	// Most of what is read is kept until the end: there is little to collect.
	debug.SetGCPercent(400)
	table, limited, err := sockets.Read("/proc")
	if err != nil {
		return err
	}
	if limited != nil {
		e.say("peers and queues are unknown:", limited)
	}
	if !proc.NumbersOfHost("/proc") {
		e.say("process ids are those of this pid namespace, not of the host, and who is outside of it is not shown")
	}
	shown := table.Matching(&o.filter)
	if len(shown) == 0 {
		e.say(table.Nothing(&o.filter))
	}
	if table.Secretive && (slices.ContainsFunc(shown, (*sockets.Listed).Ownerless) || len(shown) == 0 && o.filter.ByProcess()) {
		e.say("who owns the sockets of other users is hidden from this one; sudo shows it")
	}
	if len(shown) == 0 {
		return nil // a header alone would look like a result
	}
	if err := write(e.stdout, shown); err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	return nil
}

// check says what is wrong with the command line, and returns what writes the list.
func (o *listOptions) check(args arguments) (write func(io.Writer, []*sockets.Listed) error, err error) {
	if o.remote != "" {
		return nil, flags.Mistakef("list tells of the machine that it runs on: ssh %s sudo unixsnoop list tells of the other one", o.remote)
	}
	switch o.format {
	case "columns":
		write = sockets.WriteColumns
	case "json":
		write = sockets.WriteJSON
	default:
		return nil, flags.Mistakef("unknown format %q; known are columns, json", o.format)
	}
	if err := selection.CheckPids(o.filter.Pids); err != nil {
		return nil, err
	}
	o.filter.Names, err = selection.ParseSockets(args.all())
	return write, err
}
