package extcap

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/remote"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/format"
)

// Interface is the name of our one interface.
const Interface = "unixsnoop"

// IsAsked reports whether a command line is one of Wireshark's.
func IsAsked(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end] // behind it is a command's
	}
	return slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "--extcap-") })
}

// Capture is what Wireshark wants captured.
type Capture struct {
	selection.Live
	FIFO       string // to write to
	NoComments bool
	Remote     remote.Options
	Typed      []string // what to capture, as it was typed, for another host
	Mistake    error    // what is wrong with that: nothing is to be captured, but whoever reads the FIFO waits

	Events, Refused bool // what happens to connections, and what is refused, too
}

// request is what Wireshark asks for.
type request struct {
	interfaces, dlts, config, capture bool

	name   string // of the interface
	filter string // of its capture filter field: SOCKET patterns
	path   string // of ours

	Capture
}

// dialog are the options that Wireshark shows. Their calls are our flags.
var dialog = []string{
	"arg {number=0}{call=--path}{display=Sockets}{type=string}{tooltip=Paths, @abstract names, prefixes with * at the end; separated by spaces; empty for all}\n",
	"arg {number=1}{call=--exclude}{display=Leave out}{type=string}{tooltip=A path, @abstract name or prefix with *}\n",
	"arg {number=2}{call=--pid}{display=Process id}{type=string}{tooltip=Messages of this process only}\n",
	"arg {number=3}{call=--comm}{display=Command}{type=string}{tooltip=Messages of processes with this command name only}\n",
	"arg {number=4}{call=--uid}{display=User}{type=string}{tooltip=Messages of processes of this user only}\n",
	"arg {number=6}{call=--container}{display=Container}{type=string}{tooltip=Messages of the container whose id or name starts so only}\n",
	"arg {number=7}{call=--type}{display=Type of socket}{type=selector}{tooltip=Messages over sockets of this type only}\n",
	"value {arg=7}{value=}{display=all}{default=true}\n",
	"value {arg=7}{value=stream}{display=stream}\n",
	"value {arg=7}{value=dgram}{display=datagram}\n",
	"value {arg=7}{value=seqpacket}{display=seqpacket}\n",
	"arg {number=20}{call=--events}{display=Connections}{type=boolflag}{tooltip=Also what happens to connections: connect, accept, shutdown and close, as SYN and FIN}\n",
	"arg {number=21}{call=--refused}{display=Refused}{type=boolflag}{tooltip=Also sends and attempts to connect that the kernel refuses}\n",
	"arg {number=8}{call=--remote}{display=Other host}{type=string}{tooltip=Capture on this host, to which ssh leads without asking for a password, such as root@web; empty for this one}\n",
	"arg {number=9}{call=--copy}{display=Copy unixsnoop there}{type=boolflag}{tooltip=Copy this program to the other host for the time of the capture, if it is not installed there}\n",
	"arg {number=5}{call=--no-comments}{display=No comments}{type=boolflag}{tooltip=Keep packets free of comments; the file can then not be read back by unixsnoop -r}\n",
}

// Answer does what Wireshark asks for. What it wants captured, capture captures.
func Answer(args []string, stdout io.Writer, version string, capture func(*Capture) error) error {
	r, err := parse(args)
	switch {
	case err != nil && slices.Contains(args, "--extcap-capture-filter") && !slices.Contains(args, "--capture"):
		// The filter is to be checked: this is the answer. What it quotes may be anything.
		return tell(stdout, strings.ReplaceAll(format.Escape(err.Error()), `\\`, `\`), "\n")
	case err != nil && slices.Contains(args, "--capture") && fifoOf(args) != "":
		return capture(&Capture{FIFO: fifoOf(args), Mistake: err})
	case err != nil:
		return err
	case r.interfaces:
		return tell(stdout, fmt.Sprintf("extcap {version=%s}{display=Unix domain sockets}\n", version),
			fmt.Sprintf("interface {value=%s}{display=Unix domain sockets}\n", Interface))
	case r.name != Interface:
		return flags.Mistakef("there is no interface %q; the one there is, is %s", r.name, Interface)
	case r.dlts:
		return tell(stdout, "dlt {number=258}{name=PKTAP}{display=Messages with the processes at both ends}\n")
	case r.config:
		return tell(stdout, dialog...)
	case !r.capture:
		return nil // the capture filter is to be checked, and it is right
	case r.FIFO == "":
		return flags.Mistakef("--capture needs --fifo")
	}
	if r.Remote.Host != "" {
		if len(r.Names) == 0 {
			r.Typed = append(r.Typed, "*")
		}
		return capture(&r.Capture)
	}
	if !r.BySocket() {
		r.Names = []format.Pattern{{Prefix: true}} // every socket
	}
	return capture(&r.Capture)
}

// fifoOf is the FIFO that a command line names, whatever else is wrong with it.
func fifoOf(args []string) string {
	if i := slices.Index(args, "--fifo"); i >= 0 && i+1 < len(args) {
		return args[i+1]
	}
	return ""
}

func parse(args []string) (*request, error) {
	r := &request{}
	g := new(flags.Set).Group("")
	g.SetOutput(io.Discard)
	g.BoolVar(&r.interfaces, "extcap-interfaces", false, "")
	g.BoolVar(&r.dlts, "extcap-dlts", false, "")
	g.BoolVar(&r.config, "extcap-config", false, "")
	g.BoolVar(&r.capture, "capture", false, "")
	g.StringVar(&r.name, "extcap-interface", "", "")
	g.StringVar(&r.FIFO, "fifo", "", "")
	g.StringVar(&r.filter, "extcap-capture-filter", "", "")
	g.String("extcap-version", "", "") // of Wireshark: we answer every one the same
	g.StringVar(&r.path, "path", "", "")
	g.BoolVar(&r.NoComments, "no-comments", false, "")
	g.BoolVar(&r.Events, "events", false, "")
	g.BoolVar(&r.Refused, "refused", false, "")
	what := new(flags.Set).Group("")
	r.Define(what)
	remote.Record(what, &r.Typed, func() bool { return r.Remote.Host != "" })
	g.AddFlagSet(what.FlagSet)
	r.Remote.Define(g)
	if err := g.Parse(remoteFirst(filledIn(args))); err != nil {
		return nil, flags.Mistaken(err)
	}
	if g.NArg() > 0 {
		return nil, flags.Mistakef("%q is not asked for by Wireshark", g.Arg(0))
	}
	if err := r.Remote.Check(g.Changed); err != nil {
		return nil, flags.Mistaken(err)
	}
	sockets := append(strings.Fields(r.filter), strings.Fields(r.path)...)
	r.Typed = append(r.Typed, sockets...)
	var err error
	r.Names, err = selection.ParseSockets(sockets)
	return r, err
}

// remoteFirst puts the other host before all else, as what follows is for that to understand.
func remoteFirst(args []string) []string {
	for i, arg := range args[:max(0, len(args)-1)] {
		if arg == "--remote" {
			return append([]string{arg, args[i+1]}, append(slices.Clone(args[:i]), args[i+2:]...)...)
		}
	}
	return args
}

// filledIn leaves out the flags of the dialog's empty fields.
func filledIn(args []string) []string {
	var filled []string
	for _, arg := range args {
		if n := len(filled); arg == "" && n > 0 && strings.HasPrefix(filled[n-1], "--") {
			filled = filled[:n-1]
		} else {
			filled = append(filled, arg)
		}
	}
	return filled
}

func tell(w io.Writer, lines ...string) error {
	_, err := io.WriteString(w, strings.Join(lines, ""))
	return err
}
