package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/launch"
	"github.com/unixsnoop/unixsnoop/cli/metrics"
	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes"
)

// captureLive shows messages until it is told to end or the command has ended.
func captureLive(e *env, o *captureOptions) error {
	if err := probes.CheckLimits(); err != nil {
		return err
	}
	host, err := hostWith(o.btf)
	if err != nil {
		return err
	}
	filter, err := o.Probes()
	if err != nil {
		return err
	}
	filter.Connections, filter.Refused = o.Events.Connections, o.Events.Refused
	var asked net.Listener // before it is given up that any port may be taken
	if o.metrics != "" {
		if asked, err = metrics.Listen(o.metrics); err != nil {
			return err
		}
		defer asked.Close()
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var command *launch.Command
	if len(o.command) > 0 {
		if !host.InInitialPidNamespace() {
			return errForeignNumbers
		}
		if command, err = prepare(o.command, o.commandOutput()); err != nil {
			return err
		}
		defer command.Close()
		filter.Pids, filter.Follow = []int{command.Pid()}, true
	} else {
		ctx, stop = untilTold(ctx)
		defer stop()
	}
	if o.endWithStdin {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}
	notices := survey(&o.Live, &filter, o.reader(e), host, len(o.command) == 0)
	c, err := beginCapture(filter, host, o.ring<<10, o.Bytes(), o.Memfd(), o.TellsOfProcesses())
	if err != nil {
		return err
	}
	defer c.Close()
	collectLater()
	unfollow, limit := o.FollowContainers(&filter, c.Include, e.say)
	defer unfollow()
	if limit != "" {
		notices = append(notices, limit)
	}
	defer o.FollowNames(c.IncludeName, e.say)()
	needs := confine.Needs{Administrator: c.NeedsAdministrator() || host.ParanoidOfPerfEvents(), Files: o.Save.Split || o.Save.Memory > 0 || o.Save.Rotation.Rotates(), Command: command != nil, As: o.asUser}
	// Files are made with the rights of whom they will belong to, which for root are all.
	if isRoot := os.Geteuid() == 0; o.asUser != nil || !isRoot {
		if err := confine.Process(needs); err != nil {
			return err
		}
	}
	// Only now: a kernel that can't serve is no reason to empty a file.
	losses := func() []format.Loss {
		stats, _ := c.Stats() // an error is told at the end
		return stats.Losses()
	}
	out, err := o.Open(ctx, e.stdout, output.About{Program: programName + " " + version(), Captured: o.describe(), Hosts: []*format.Host{output.ThisHost()}, Tell: func(text string) { e.note(text) }, Losses: losses})
	if err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if err := confine.Process(needs); err != nil {
			return err
		}
	}
	limited := o.Limit(out)
	// Before anybody is told that it captures: until then the signals do nothing.
	defer limited.ReportOn(func() { reportProgress(e, c, limited.Written, limited.Events) })()

	var writer format.Writer = &losing{Writer: limited, losses: losses, tell: e.note}
	if asked != nil {
		counted, server := measure(e, asked, writer, losses)
		defer server.Close()
		writer = counted
	}
	for _, notice := range notices {
		e.note(notice)
	}
	if o.duration > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.duration)
		defer cancel()
	}
	status := make(chan error, 1)
	if command == nil {
		e.note(fmt.Sprintf("capturing %s%s, Ctrl-C ends", o.describe(), o.destination()))
		status <- nil
	} else {
		if err := command.Release(); err != nil {
			return err
		}
		go func() {
			status <- wait(command)
			stop()
		}()
	}
	captured := captureInto(ctx, e, c, limited, writer)
	if !host.TellsSkipped() {
		e.note("more may be lost than is counted: while other programs use bpf(2), this kernel skips probes and does not tell")
	}
	ended := awaitEnd(e, status, captured)
	if command != nil && captured == nil && limited.Written == 0 {
		e.tellAsWhom(command, ended)
	}
	return ended
}

// tellAsWhom says as whom a command ran that failed before anything was captured: mostly
// as somebody who may not use the socket, and not as root, as people expect behind sudo.
func (e *env) tellAsWhom(command *launch.Command, ended error) {
	var status commandStatus
	if !errors.As(ended, &status) || status == 0 {
		return
	}
	hint := ""
	who := command.User()
	if who != "root" {
		hint = "; -- sudo CMD runs it as root"
	}
	e.sayf("the command ended with status %d, it ran as %s%s", int(status), who, hint)
}

// captureInto writes what is captured until ctx is done or it is enough, and sums up. The
// writer is what stands before out.
func captureInto(ctx context.Context, e *env, c *probes.Capture, out *output.Limited, writer format.Writer) error {
	err := c.Run(ctx, writer)
	switch {
	case errors.Is(err, output.ErrEnough):
		err = nil
	case err != nil && !isClosedPipe(err):
		err = fmt.Errorf("the capture ended early: %w", err)
	}
	stats, failed := c.Stats()
	err = errors.Join(err, failed)
	if err == nil {
		err = out.Show(stats.Losses())
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	for _, notice := range out.Notices() {
		e.note(notice)
	}
	if failed == nil {
		captured, unwritten := out.Written, format.Loss{Note: "could not be written", Missing: true}
		if err != nil {
			captured, unwritten.Count = out.Outcome()
			unwritten.Count += stats.Unwritten
		}
		if isClosedPipe(err) { // that is for who reads to choose
			unwritten = format.Loss{Count: unwritten.Count, Note: "not written, as nobody reads any more"}
		}
		tell := e.note
		if unwritten.Count > 0 && unwritten.Missing || len(stats.Losses()) > 0 {
			tell = e.say
		}
		tell(captureSummary(captured, out.Events, unwritten, stats))
	}
	return err
}

// reportProgress tells how far a capture is.
func reportProgress(e *env, c *probes.Capture, written, events uint64) {
	stats, err := c.Stats()
	if err != nil {
		e.say("how far the capture is can't be told:", err)
		return
	}
	e.note(captureSummary(written, events, format.Loss{}, stats), "so far")
}

// awaitEnd waits for the command, if there is one, when the capture is over, be it by an
// error.
func awaitEnd(e *env, status <-chan error, captured error) error {
	gone := isClosedPipe(captured)
	select {
	case ended := <-status:
		if gone {
			e.note("the reader of the output has gone, the capture ends")
		}
		return cmp.Or(captured, ended)
	default:
	}
	if captured != nil && !gone {
		e.say(captured)
	}
	e.say("the capture is over, the command goes on; this ends when it does")
	if ended := <-status; ended != nil {
		return ended
	}
	if captured != nil && !gone {
		return commandStatus(exitFailed) // the reason was given
	}
	return nil
}

// commandOutput is what a command has as its standard output: ours, but for what its lines
// would spoil.
func (o *captureOptions) commandOutput() *os.File {
	if o.forPrograms || o.ForPrograms() {
		return os.Stderr
	}
	return os.Stdout
}

// prepare has the command wait for its release. It is run as the user who called
// sudo, doas or pkexec.
func prepare(args []string, stdout *os.File) (*launch.Command, error) {
	user, err := launch.Invoker()
	if err != nil {
		return nil, err
	}
	return launch.Prepare(args, user, stdout)
}

// wait waits for the command to end.
func wait(command *launch.Command) error {
	status, err := command.Wait()
	if err == nil && status != 0 {
		return commandStatus(status)
	}
	return err
}

// captureSummary is the line that ends a capture: what is there to be read and, if anything
// is missing, why. Unwritten are those that could not be written any more.
func captureSummary(captured, events uint64, unwritten format.Loss, s probes.Stats) string {
	lost, losses := s.Lost(), s.Losses()
	if unwritten.Missing {
		lost += unwritten.Count
	}
	if unwritten.Count > 0 {
		losses = append(losses, unwritten)
	}
	summary := fmt.Sprintf("%s captured, %d lost", output.MessagesAndEvents(captured, events), lost)
	if len(losses) > 0 {
		summary += ", " + output.Losses(losses)
	}
	return summary
}
