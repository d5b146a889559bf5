package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/replay"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/format"
)

var replayCommand = &command{
	name:  "replay",
	about: "play one side of a capture, compare the other",
	forms: []form{
		{"unixsnoop replay FILE --as client [flags] SOCKET", "play the clients of a capture to the server at SOCKET"},
		{"unixsnoop replay FILE --as server [flags] SOCKET", "make SOCKET, play the server of a capture there"},
	},
	text: `Says what one side of the captured conversations said, and tells where the
answers of the other first differ from the capture. FILE is what -w wrote, -
standard input. SOCKET is a path or @name. Exit status: 0 if nothing differs,
1 if something does or fails, 2 for a mistake on the command line.

Conversations are played one after the other, in the order of the capture: all
that the flags below select, which must be those of one server.`,
	examples: []form{
		{"unixsnoop replay x.pcapng --as client ./mine.sock", "does my server answer as the captured one did?"},
		{"unixsnoop replay x.pcapng --as server ./mine.sock", "a server to test my client with"},
		{"unixsnoop replay x.pcapng --as client --ignore 8:4 ./mine.sock", "but for a field that differs each time"},
	},
	define: func(s *flags.Set) action {
		o := &replayOptions{}
		o.define(s)
		return func(e *env, args arguments) error {
			return confine.AsInvoker(func() error { return replayCapture(e, o, s.Given, args) })
		}
	},
}

// replayTimeout is how long nothing may happen, if nobody says.
const replayTimeout = 5 * time.Second

// replayOptions are the values of the command line.
type replayOptions struct {
	replay.Options
	filter        format.Filter // which conversations of the capture, by their sockets
	conversations []string      // which, by their ids
	path          string        // of the capture

	role, bind, format string // as they were typed
}

func (o *replayOptions) define(s *flags.Set) {
	playing := s.Group("How to play")
	playing.StringVar(&o.role, "as", "", "the `SIDE` to play: client or server")
	playing.DurationVar(&o.Timeout, "timeout", replayTimeout, "how long the other side may say nothing, a `TIME` such as 500ms; for its first client a server waits for ever if this is not given")
	playing.Var(flags.ListOf(&o.Ignore, replay.ParseIgnore, replay.Ignore.String), "ignore", "do not compare these `[N/]OFFSET:LEN` bytes of each message, or of message N")
	playing.StringVar(&o.bind, "bind", "", "as a client, bind to `NAME`, a path or @name")
	playing.CompleteWith("as", string(replay.Client), string(replay.Server))

	which := s.Group("Which conversations")
	which.StringArrayVar(&o.conversations, "conversation", nil, "play the conversation `ID`, as results and --format json show it")
	which.Var(flags.ListOf(&o.filter.Names, format.ParsePattern, format.Pattern.String), "socket", "play conversations over the captured `SOCKET`")
	selection.Define(which, &o.filter)

	looks := s.Group(flags.HowItLooks)
	looks.StringVar(&o.format, "format", "text", "how to show results, as `FORMAT`: text, json")
	looks.CompleteWith("format", "text", "json")
}

// check says what is wrong with the command line, reads its arguments and returns what
// writes results.
func (o *replayOptions) check(given func(string) bool, words []string) (write func(io.Writer, *replay.Result) error, err error) {
	o.Role = replay.Role(o.role)
	switch {
	case o.role == "":
		return nil, flags.Mistakef("say which side of the capture to play: give --as client or --as server")
	case o.Role != replay.Client && o.Role != replay.Server:
		return nil, flags.Mistakef("--as %q: known are client, server", o.role)
	case len(words) != 2:
		return nil, flags.Mistakef("replay takes a FILE and a SOCKET, but there are %d arguments", len(words))
	case o.Timeout <= 0:
		return nil, flags.Mistakef("--timeout %v is no time to wait", o.Timeout)
	case o.bind != "" && o.Role == replay.Server:
		return nil, flags.Mistakef("--bind names the socket of a client; a server is bound to SOCKET")
	case o.format == "text":
		write = replay.WriteText
	case o.format == "json":
		write = replay.WriteJSON
	default:
		return nil, flags.Mistakef("unknown format %q; known are text, json", o.format)
	}
	if given("timeout") {
		o.Patience = o.Timeout
	}
	o.path = words[0]
	if o.Socket, err = selection.ParseName(words[1]); err != nil {
		return nil, err
	}
	if o.bind != "" {
		o.Bind, err = selection.ParseName(o.bind)
	}
	return write, err
}

// replayCapture plays the conversations that are wanted, and tells how they went.
func replayCapture(e *env, o *replayOptions, given func(string) bool, args arguments) error {
	write, err := o.check(given, args.all())
	if err != nil {
		return err
	}
	all, losses, err := readConversations(o.path)
	if err != nil {
		return err
	}
	chosen, err := chooseConversations(all, &o.filter, o.conversations)
	if err != nil {
		return err
	}
	if len(losses) > 0 {
		e.say("in the capture:", output.Losses(losses))
	}
	ctx, stop := untilTold(context.Background())
	defer stop()
	o.Ready = func() {
		e.sayf("playing the server of %s on %s, Ctrl-C ends", countConversations(len(chosen)), o.Socket)
	}
	played, same := 0, 0
	err = replay.Play(ctx, chosen, o.Options, func(r *replay.Result) error {
		played++
		if r.Verdict == replay.Same {
			same++
		}
		if err := write(e.stdout, r); err != nil {
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
	e.sayf("%s went as captured", countConversations(played))
	return nil
}

func countConversations(n int) string {
	if n == 1 {
		return "1 conversation"
	}
	return fmt.Sprintf("%d conversations", n)
}
