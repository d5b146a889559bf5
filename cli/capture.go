package cli

import (
	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/selection"
)

var captureCommand = &command{
	about: "show what programs say to each other over unix sockets",
	forms: []form{
		{"unixsnoop [flags] [SOCKET...]", "capture until Ctrl-C"},
		{"unixsnoop [flags] [SOCKET...] -- CMD ARG...", "run CMD, capture what it and its children say and hear until it ends"},
		{"unixsnoop -r FILE [flags] [SOCKET...]", "the messages of a capture file"},
		{"unixsnoop --remote HOST [flags] [SOCKET...]", "capture on another host, over ssh"},
		{"unixsnoop list [flags] [SOCKET...]", "unix sockets, who owns them and their peers"},
		{"unixsnoop top [flags] [SOCKET...]", "live rates: who sends how much to whom"},
		{"unixsnoop stats [flags] [SOCKET...]", "who says how much, and how long answers take"},
		{"unixsnoop replay FILE --as SIDE SOCKET", "play one side of a capture, compare the other"},
		{"unixsnoop diff A B [C...]", "what differs between captures"},
		{"unixsnoop learn FILE...|SOCKET...", "work out a binary protocol from its messages"},
		{"unixsnoop check [flags]", "what this kernel can do, and why not"},
		{"unixsnoop extcap install|remove", "an interface of Wireshark's own"},
		{"unixsnoop completion SHELL", "have bash, zsh, fish or powershell complete"},
	},
	text: `SOCKET is the name a socket is bound to:
  /run/x.sock  this path         '/run/p*'  every path that starts so
  @name        an abstract name  '@pre*'    every abstract name that starts so
  '*'          every socket      \xNN       any byte of a name
Messages of both directions are captured. A path also means the file that is
there, under whatever name a socket was bound to it.

A message has to fit SOCKET (or --inode, --unnamed) with one of its ends, and
all of --pid, --comm, --uid and --container with the process at one of its
ends.

Messages go to standard output, everything else to standard error. Exit
status: 0, 1 if the kernel or a file can't serve, 2 for a mistake on the
command line, or CMD's.`,
	examples: []form{
		{"sudo unixsnoop /run/docker.sock", "what docker and its daemon say to each other"},
		{"sudo unixsnoop --decode --grep GetNameOwner /run/dbus/system_bus_socket", "who calls this D-Bus method"},
		{"sudo unixsnoop -w x.pcapng -- psql -c 'select 1'", "a command, for Wireshark"},
		{"unixsnoop -r x.pcapng --format go", "test data from a capture"},
	},
	define: func(s *flags.Set) action {
		o := &captureOptions{}
		o.define(s)
		return func(e *env, args arguments) error { return capture(e, o, s, args) }
	},
	complete: selection.LivingSockets,
}

// capture shows messages, of the kernel or a file.
func capture(e *env, o *captureOptions, s *flags.Set, args arguments) error {
	if o.version {
		return printVersion(e)
	}
	if err := o.check(e, s.Given, args); err != nil {
		return err
	}
	return o.run(e)
}

// run shows messages, wherever they come from.
func (o *captureOptions) run(e *env) error {
	switch {
	case o.remote.Host != "":
		return confine.AsInvoker(func() error { return captureRemote(e, o) })
	case len(o.read) > 0:
		return confine.AsInvoker(func() error { return readBack(e, o) })
	}
	return captureLive(e, o)
}
