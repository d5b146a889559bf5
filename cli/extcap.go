package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// Wireshark runs programs in its extcap directory to ask what they can capture and to
// have it captured into a FIFO. It does so by flags alone, under any name.

const extcapInterface = "unixsnoop"

// isExtcap reports whether a command line is one of Wireshark's.
func isExtcap(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end] // behind it is a command's
	}
	return slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "--extcap-") })
}

// extcapOptions are what Wireshark asks for.
type extcapOptions struct {
	interfaces, dlts, config, capture bool

	name, fifo string
	filter     string // of its capture filter field: SOCKET patterns
	path       string // of ours
	noComments bool

	selection
}

func parseExtcap(args []string) (*extcapOptions, error) {
	o := &extcapOptions{}
	flags := pflag.NewFlagSet("unixsnoop", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&o.interfaces, "extcap-interfaces", false, "")
	flags.BoolVar(&o.dlts, "extcap-dlts", false, "")
	flags.BoolVar(&o.config, "extcap-config", false, "")
	flags.BoolVar(&o.capture, "capture", false, "")
	flags.StringVar(&o.name, "extcap-interface", "", "")
	flags.StringVar(&o.fifo, "fifo", "", "")
	flags.StringVar(&o.filter, "extcap-capture-filter", "", "")
	flags.String("extcap-version", "", "") // of Wireshark: we answer every one the same
	flags.StringVar(&o.path, "path", "", "")
	flags.BoolVar(&o.noComments, "no-comments", false, "")
	o.register(flags)
	if err := flags.Parse(filledIn(args)); err != nil {
		return nil, usageError{err}
	}
	if len(flags.Args()) > 0 {
		return nil, usageError{fmt.Errorf("%q is not asked for by Wireshark", flags.Arg(0))}
	}
	return o, o.parseSockets(append(strings.Fields(o.filter), strings.Fields(o.path)...))
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

// answerExtcap does what Wireshark asks for.
func answerExtcap(args []string, stdout, stderr io.Writer) error {
	o, err := parseExtcap(args)
	switch {
	case err != nil && slices.Contains(args, "--extcap-capture-filter") && !slices.Contains(args, "--capture"):
		return tell(stdout, err.Error(), "\n") // the filter is to be checked: this is the answer
	case err != nil:
		return err
	case o.interfaces:
		return tell(stdout, fmt.Sprintf("extcap {version=%s}{display=Unix domain sockets}\n", version()),
			fmt.Sprintf("interface {value=%s}{display=Unix domain sockets}\n", extcapInterface))
	case o.name != extcapInterface:
		return usageError{fmt.Errorf("there is no interface %q; the one there is, is %s", o.name, extcapInterface)}
	case o.dlts:
		return tell(stdout, "dlt {number=258}{name=PKTAP}{display=Messages with the processes at both ends}\n")
	case o.config:
		return tell(stdout, extcapDialog...)
	case !o.capture:
		return nil // the capture filter is to be checked, and it is right
	case o.fifo == "":
		return usageError{errors.New("--capture needs --fifo")}
	}
	return extcapCapture(o, stderr)
}

// extcapDialog are the options that Wireshark shows. Their calls are our flags.
var extcapDialog = []string{
	"arg {number=0}{call=--path}{display=Sockets}{type=string}{tooltip=Paths, @abstract names, prefixes with * at the end; separated by spaces; empty for all}\n",
	"arg {number=1}{call=--exclude}{display=Leave out}{type=string}{tooltip=A path, @abstract name or prefix with *}\n",
	"arg {number=2}{call=--pid}{display=Process id}{type=string}{tooltip=Messages of this process only}\n",
	"arg {number=3}{call=--comm}{display=Command}{type=string}{tooltip=Messages of processes with this command name only}\n",
	"arg {number=4}{call=--uid}{display=User}{type=string}{tooltip=Messages of processes of this user only}\n",
	"arg {number=5}{call=--no-comments}{display=No comments}{type=boolflag}{tooltip=Keep packets free of comments; the file can then not be read back by unixsnoop -r}\n",
}

func tell(w io.Writer, lines ...string) error {
	_, err := io.WriteString(w, strings.Join(lines, ""))
	return err
}

// extcapCapture captures into the FIFO until its reader goes or ends us by a signal.
func extcapCapture(e *extcapOptions, stderr io.Writer) error {
	fifo, err := savefile.Create(e.fifo, savefile.InvokingUser())
	if err != nil {
		return err
	}
	defer fifo.Close()
	o := &options{format: format.Default, selection: e.selection}
	o.save.path = standard
	o.save.packets = packets.DefaultOptions()
	o.save.packets.NoComments = e.noComments
	if len(o.sockets) == 0 && len(o.inodes) == 0 && !o.unnamed {
		o.sockets = []format.Pattern{{Prefix: true}} // every socket
	}
	if err := cmp.Or(o.checkPids(), o.contradiction()); err != nil {
		return usageError{err}
	}
	return capture(o, fifo, stderr)
}
