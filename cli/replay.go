package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/format"
)

const replayUsage = `Usage:
  unixsnoop replay FILE --as client [flags] SOCKET   play the clients of a capture to the server at SOCKET
  unixsnoop replay FILE --as server [flags] SOCKET   make SOCKET, play the server of a capture there

Says what one side of the captured conversations said, and tells where the answers
of the other first differ from the capture. FILE is what -w wrote, - standard input.
SOCKET is a path or @name. Exit status: 0 if nothing differs, 1 if something does or
fails, 2 for a mistake on the command line.

Conversations are played one after the other, in the order of the capture: all that
the flags below select, which must be those of one server.

Flags:
`

// replayTimeout is how long nothing may happen, if nobody says.
const replayTimeout = 5 * time.Second

// replayOptions are the values of the command line.
type replayOptions struct {
	filterFlags
	replay.Options
	conversations []string         // ids
	captured      []format.Pattern // names of sockets in the capture
	path          string           // of the capture
	write         func(io.Writer, *replay.Result) error
}

func parseReplay(args []string, stdout io.Writer) (*replayOptions, error) {
	o := &replayOptions{}
	flags := pflag.NewFlagSet("unixsnoop replay", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.SetOutput(io.Discard)
	role := flags.String("as", "", "the `SIDE` to play: client or server")
	flags.DurationVar(&o.Timeout, "timeout", replayTimeout, "how long the other side may say nothing; for its first client a server waits for ever if this is not given")
	flags.Var(&values[replay.Ignore]{&o.Ignore, replay.ParseIgnore, replay.Ignore.String}, "ignore", "do not compare these `[N/]OFFSET:LEN` bytes of each message, or of message N")
	bind := flags.String("bind", "", "as a client, bind to `NAME`, a path or @name")
	view := flags.String("format", "text", "how to show results, as `FORMAT`: text, json")
	flags.StringArrayVar(&o.conversations, "conversation", nil, "play the conversation `ID`, as results and --format json show it")
	flags.Var(&values[format.Pattern]{&o.captured, format.ParsePattern, format.Pattern.String}, "socket", "play conversations over the captured `SOCKET`")
	o.register(flags)
	flags.Usage = func() {
		fmt.Fprint(stdout, replayUsage, flags.FlagUsages())
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return nil, err
		}
		return nil, usageError{err}
	}
	o.Role = replay.Role(*role)
	switch {
	case *role == "":
		return nil, usageError{errors.New("whom to play? give --as client or --as server")}
	case o.Role != replay.Client && o.Role != replay.Server:
		return nil, usageError{fmt.Errorf("--as %q: known are client, server", *role)}
	case flags.NArg() != 2:
		return nil, usageError{fmt.Errorf("replay takes a FILE and a SOCKET, but there are %d arguments", flags.NArg())}
	case o.Timeout <= 0:
		return nil, usageError{fmt.Errorf("--timeout %v is no time to wait", o.Timeout)}
	case *bind != "" && o.Role == replay.Server:
		return nil, usageError{errors.New("--bind names the socket of a client; a server is bound to SOCKET")}
	case *view == "text":
		o.write = replay.WriteText
	case *view == "json":
		o.write = replay.WriteJSON
	default:
		return nil, usageError{fmt.Errorf("unknown format %q; known are text, json", *view)}
	}
	if flags.Changed("timeout") {
		o.Patience = o.Timeout
	}
	o.path = flags.Arg(0)
	var err error
	if o.Socket, err = parseSocketName(flags.Arg(1)); err != nil {
		return nil, err
	}
	if *bind != "" {
		if o.Bind, err = parseSocketName(*bind); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// parseSocketName reads a pattern that is one name.
func parseSocketName(s string) (format.Name, error) {
	p, err := format.ParsePattern(s)
	if err == nil && p.Prefix {
		err = fmt.Errorf(`%s is many names; give one, where a '*' is written \x2a`, p)
	}
	if err != nil {
		return "", usageError{err}
	}
	return p.Name, nil
}

// replayCapture carries out the subcommand replay.
func replayCapture(args []string, stdout, stderr io.Writer) error {
	o, err := parseReplay(args, stdout)
	if err != nil {
		return err
	}
	all, losses, err := readConversations(o.path)
	if err != nil {
		return err
	}
	chosen := o.choose(all)
	if err := o.oneServer(all, chosen); err != nil {
		return usageError{err}
	}
	for _, l := range losses {
		fmt.Fprintf(stderr, "unixsnoop: in the capture: %d %s\n", l.Count, format.Escape(l.Note))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	o.Ready = func() {
		fmt.Fprintf(stderr, "unixsnoop: playing the server of %s on %s, Ctrl-C ends\n", countConversations(len(chosen)), o.Socket)
	}
	played, same := 0, 0
	err = replay.Play(ctx, chosen, o.Options, func(r *replay.Result) error {
		played++
		if r.Verdict == replay.Same {
			same++
		}
		if err := o.write(stdout, r); err != nil {
			// Not wrapped: that the reader has gone is no success here.
			return fmt.Errorf("writing the output: %v", err)
		}
		return nil
	})
	switch {
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("interrupted: %d of %s went as captured", same, countConversations(len(chosen)))
	case err != nil:
		return err
	case same < played:
		return fmt.Errorf("%d of %s went as captured", same, countConversations(played))
	}
	fmt.Fprintf(stderr, "unixsnoop: %s went as captured\n", countConversations(played))
	return nil
}

func countConversations(n int) string {
	if n == 1 {
		return "1 conversation"
	}
	return fmt.Sprintf("%d conversations", n)
}
