package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/launch"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/cli/remote"
	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// captureRemote shows what is captured on another host, until it is told to end or it is
// enough.
func captureRemote(e *env, o *captureOptions) error {
	host := o.remote.Host
	session, ctx, stop, err := beginRemote(o.remote, o.wordsThere(), func(line string) { e.note(host + ": " + line) })
	if err != nil {
		return err
	}
	defer stop()
	// Words for the host there: of what it sends, everything is wanted.
	o.Live, o.habits = selection.Live{}, habits{}
	in, err := output.OpenPipe(session.Stdout, "the capture on "+host)
	if errors.Is(err, pcapng.ErrFormat) {
		err = fmt.Errorf("%w; if something there writes besides, as a line of ~/.bashrc may, have it do so at a terminal only: ssh %s true must print nothing", err, host)
	}
	if err != nil {
		return cmp.Or(waitRemote(session, host), err)
	}
	if o.Events.Any() {
		in.ShowEvents()
	}
	session.Began()
	read, failed := showRead(ctx, e, o, in)
	ended := waitRemote(session, host)
	if ended != nil || read.cut != nil {
		e.say(read.summary()) // the other host may not have told
	}
	return cmp.Or(failed, ended, read.cut)
}

// wordsThere are those for the tool on the other host.
func (o *captureOptions) wordsThere() []string {
	words := []string{"--write=-"}
	for _, option := range []struct {
		name, value string
		given       bool
	}{
		{"snaplen", strconv.Itoa(o.Bytes()), o.Bytes() > 0},
		{"memfd", strconv.Itoa(o.Memfd()), o.Memfd() > 0},
		{"events", "true", o.Events.Connections},
		{"refused", "true", o.Events.Refused},
		{"duration", o.duration.String(), o.duration > 0},
		{"buffer-size", strconv.Itoa(o.ring), o.ring > 0},
		{"btf", o.btf, o.btf != ""},
		{"relinquish-privileges", o.as, o.as != ""},
	} {
		if option.given {
			words = append(words, "--"+option.name+"="+option.value)
		}
	}
	return append(words, o.typed...)
}

// defineElsewhere defines --remote for a command that works here only, and says then how it is run
// there.
func defineElsewhere(g *flags.Group, host *string) {
	const name = "remote"
	g.StringVar(host, name, "", "")
	g.Lookup(name).Hidden = true
}

// remoteSession is a session that a signal ends: it then captures no more, and what was
// captured comes still. One of which nothing has come yet, or that does not end, is killed.
type remoteSession struct {
	*remote.Session
	began atomic.Bool
}

// Began says that something has come.
func (s *remoteSession) Began() { s.began.Store(true) }

// beginRemote has the tool capture on another host.
func beginRemote(o remote.Options, words []string, tell func(string)) (*remoteSession, context.Context, context.CancelFunc, error) {
	user, err := launch.Invoker()
	if err != nil {
		return nil, nil, nil, err
	}
	started, err := remote.Start(o, append([]string{"--end-with-stdin"}, words...), user, tell)
	if err != nil {
		return nil, nil, nil, err
	}
	s := &remoteSession{Session: started}
	ctx, stop := untilTold(context.Background())
	go func() {
		<-ctx.Done()
		stop() // the next signal ends this process
		if !s.began.Load() {
			s.Kill()
		}
		s.End()
	}()
	return s, ctx, stop, nil
}

// waitRemote waits for the tool on another host to end, and says why it failed if that was not
// said there.
func waitRemote(s *remoteSession, host string) error {
	status, err := s.Wait()
	switch {
	case err != nil:
		return err
	case status == remote.NotThere:
		return fmt.Errorf("there is no unixsnoop on %s that ssh could run; install it there, or use --copy", host)
	case status == remote.NoConnection:
		return fmt.Errorf("ssh has no connection to %s, or lost it; what it said stands above", host)
	case status < 0:
		return fmt.Errorf("ssh to %s was ended before anything came from there", host)
	case status > 0:
		return commandStatus(status)
	}
	return nil
}
