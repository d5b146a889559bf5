package cli

import (
	"cmp"
	"io"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/extcap"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/kernel"
)

var extcapCommand = &command{
	name:  "extcap",
	about: "an interface of Wireshark's own",
	forms: []form{
		{"unixsnoop extcap install [--dir DIR]", "make unixsnoop an interface of Wireshark"},
		{"unixsnoop extcap remove [--dir DIR]", "undo that"},
	},
	text: `Puts a link to this program where the Wireshark of this machine looks for
such, and a profile beside its others: for all users if you are root, else for
you.`,
	examples: []form{
		{"sudo unixsnoop extcap install", "for all users"},
		{"unixsnoop extcap install --dir ~/.local/lib/wireshark/extcap", "the interface there, wherever Wireshark looks"},
		{"tshark -i unixsnoop -c 3", "the interface, in use"},
	},
	define: func(s *flags.Set) action {
		dir := s.Group("Where").String("dir", "", "`DIRECTORY` of Wireshark's extcap programs, if not found by itself")
		return func(e *env, args arguments) error {
			return confine.AsInvoker(func() error { return changeExtcap(e, *dir, args) })
		}
	},
	complete: func(string) []string { return []string{"install", "remove"} },
}

// changeExtcap makes the interface or removes it.
func changeExtcap(e *env, dir string, args arguments) error {
	words := args.all()
	switch {
	case len(words) == 1 && words[0] == "install":
		return extcap.Install(dir, e.stdout)
	case len(words) == 1 && words[0] == "remove":
		return extcap.Remove(dir, e.stdout)
	}
	return flags.Mistakef("say what to do: extcap install or extcap remove")
}

// answerExtcap does what Wireshark asks for.
func answerExtcap(e *env, args []string) error {
	return extcap.Answer(args, e.stdout, version(), func(asked *extcap.Capture) error { return captureForExtcap(e, asked) })
}

// captureForExtcap captures into the FIFO until its reader goes or ends us by a signal. What
// it has on standard error, Wireshark shows as an error when the capture ends. The FIFO is
// opened whatever is wrong: its reader waits for that.
func captureForExtcap(e *env, asked *extcap.Capture) error {
	if asked.Remote.Host != "" && asked.Mistake == nil {
		return confine.AsInvoker(func() error { return captureForExtcapRemote(e, asked) })
	}
	fifo, err := savefile.Create(asked.FIFO, savefile.InvokingUser())
	if err != nil {
		return err
	}
	defer fifo.Close()
	if asked.Mistake != nil {
		return asked.Mistake
	}
	host, err := kernel.ThisHost("")
	if err != nil {
		return err
	}
	if err := host.Inspect().Err(); err != nil {
		return err
	}
	if err := cmp.Or(selection.CheckPids(asked.Pids), asked.Check()); err != nil {
		return err
	}
	looks := packets.DefaultOptions()
	looks.NoComments = asked.NoComments
	o := &captureOptions{
		Live: asked.Live,
		Options: output.Options{
			Save:   output.Save{Path: output.Standard, Packets: looks},
			Events: output.Events{Connections: asked.Events, Refused: asked.Refused},
		},
	}
	return captureLive(&env{stdout: fifo, stderr: e.stderr, onlyErrors: true}, o)
}

// captureForExtcapRemote has another host write into the FIFO. What that says is shown if it
// fails.
func captureForExtcapRemote(e *env, asked *extcap.Capture) error {
	words := []string{"--write=-"}
	if asked.NoComments {
		words = append(words, "--no-comments")
	}
	if asked.Events {
		words = append(words, "--events")
	}
	if asked.Refused {
		words = append(words, "--refused")
	}
	fifo, err := savefile.Create(asked.FIFO, savefile.InvokingUser())
	if err != nil {
		return err
	}
	defer fifo.Close()
	var said []string
	session, _, stop, err := beginRemote(asked.Remote, append(words, asked.Typed...), func(line string) {
		said = append(said[max(0, len(said)-9):], line)
	})
	if err != nil {
		return err
	}
	defer stop()
	session.Began() // ssh has nothing to ask for
	_, written := io.Copy(fifo, session.Stdout)
	ended := waitRemote(session, asked.Remote.Host)
	if ended != nil {
		for _, line := range said {
			e.say(asked.Remote.Host + ": " + line)
		}
	}
	return cmp.Or(ended, written)
}
