package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/unixsnoop/unixsnoop/cli/launch"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/probes"
)

// commandStatus is the exit status of the command that was run, which is ours then.
type commandStatus int

func (s commandStatus) Error() string { return fmt.Sprintf("the command ended with status %d", int(s)) }

// capture shows messages until it is told to end or the command has ended.
func capture(o *options, stdout, stderr io.Writer) error {
	host, err := kernel.ThisHost(o.btf)
	if err != nil {
		return err
	}
	filter, err := o.filter()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var command *launch.Command
	if len(o.command) > 0 {
		if command, err = prepare(o.command); err != nil {
			return err
		}
		defer command.Close()
		filter.Pids, filter.Follow = []int{command.Pid()}, true
	} else {
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		defer stop()
	}
	notices := o.survey(&filter, o.reader(stdout), host.InInitialPidNamespace(), len(o.command) == 0)
	c, err := start(o, filter, host)
	if err != nil {
		return explain(host, err)
	}
	defer c.Close()
	// Only now: a kernel that can't serve is no reason to empty a file.
	out, err := o.openFor(ctx, stdout, func() []format.Loss {
		stats, _ := c.Stats() // an error is told at the end
		return stats.Losses()
	})
	if err != nil {
		return err
	}

	sink := &sink{Writer: out, limit: o.count, snaplen: o.snaplen, only: o.followed.narrow(), report: func(shown uint64) {
		stats, err := c.Stats()
		if err != nil {
			fmt.Fprintln(stderr, "unixsnoop: how far the capture is can't be told:", err)
			return
		}
		fmt.Fprintln(stderr, "unixsnoop:", summary(shown, stats), "so far")
	}}
	// Before anybody is told that it captures: until then the signals do nothing.
	defer sink.reportOn(syscall.SIGUSR1, syscall.SIGUSR2)()

	for _, notice := range notices {
		fmt.Fprintln(stderr, "unixsnoop:", notice)
	}
	if o.duration > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.duration)
		defer cancel()
	}
	status := make(chan error, 1)
	if command == nil {
		fmt.Fprintf(stderr, "unixsnoop: capturing %s%s, Ctrl-C ends\n", o.describe(), o.destination())
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
	err = c.Run(ctx, sink)
	switch {
	case errors.Is(err, errEnough):
		err = nil
	case err != nil && !errors.Is(err, syscall.EPIPE):
		err = fmt.Errorf("the capture ended early: %w", err)
	}
	stats, failed := c.Stats()
	err = errors.Join(err, failed)
	if err == nil {
		err = out.show(stats.Losses())
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	sink.explain(stderr)
	if failed == nil {
		fmt.Fprintln(stderr, "unixsnoop:", summary(sink.count, stats))
	}
	return awaitEnd(status, err, stderr)
}

// openFor opens the output. A FIFO waits for its reader, who may never come: that wait
// ends when the capture does.
func (o *options) openFor(ctx context.Context, stdout io.Writer, losses func() []format.Loss) (*output, error) {
	if !isPipe(os.Stat(o.save.path)) {
		return o.open(stdout, o.describe(), losses)
	}
	type opened struct {
		out *output
		err error
	}
	result := make(chan opened, 1)
	go func() {
		out, err := o.open(stdout, o.describe(), losses)
		result <- opened{out, err}
	}()
	select {
	case r := <-result:
		return r.out, r.err
	case <-ctx.Done():
		return nil, fmt.Errorf("nothing was captured: nobody came to read %s", format.Escape(o.save.path))
	}
}

// awaitEnd waits for the command when the capture is over, be it by an error.
func awaitEnd(status <-chan error, captured error, stderr io.Writer) error {
	select {
	case ended := <-status:
		return cmp.Or(captured, ended)
	default:
	}
	gone := errors.Is(captured, syscall.EPIPE)
	if captured != nil && !gone {
		fmt.Fprintln(stderr, "unixsnoop:", captured)
	}
	fmt.Fprintln(stderr, "unixsnoop: the capture is over, the command goes on")
	if ended := <-status; ended != nil {
		return ended
	}
	if captured != nil && !gone {
		return commandStatus(exitFailed) // the reason was given
	}
	return nil
}

// prepare has the command wait for its release. It is run as the user who called
// sudo.
func prepare(args []string) (*launch.Command, error) {
	user, err := launch.Invoker()
	if err != nil {
		return nil, err
	}
	return launch.Prepare(args, user)
}

// wait waits for the command to end.
func wait(command *launch.Command) error {
	status, err := command.Wait()
	if err == nil && status != 0 {
		return commandStatus(status)
	}
	return err
}

// contradiction says why the command line can't be meant, if so.
func (o *options) contradiction() error {
	selects := len(o.sockets) > 0 || len(o.inodes) > 0 || o.unnamed
	switch {
	case o.read != "" && len(o.command) > 0:
		return errors.New("choose one: -r reads a capture file, a command behind -- is captured now")
	case o.read != "" && o.duration > 0:
		return errors.New("--duration ends a capture; a file of -r ends by itself")
	case o.read != "" && o.follow:
		return errors.New("-f follows processes that live; a file of -r does not tell who started whom")
	case o.read != "" && len(o.containers) > 0:
		return errors.New("--container looks at what runs now; a file of -r has no names of containers")
	case len(o.command) > 0 && (len(o.pids) > 0 || o.follow):
		return errors.New("choose one: -p and -f say whom to follow, and a command behind -- is followed by itself")
	case o.read == "" && !o.follow && !selects && len(o.command)+len(o.pids)+len(o.comms)+len(o.uids)+len(o.types)+len(o.containers)+len(o.exclude) == 0:
		return errors.New("no SOCKET given; '*' captures every socket")
	}
	return o.selection.contradiction()
}

// start brings the probes into the kernel.
func start(o *options, filter probes.Filter, host *kernel.Host) (*probes.Capture, error) {
	options, err := probeOptions(filter, host)
	if err != nil {
		return nil, err
	}
	options.RingSize = o.ring
	return probes.Start(options)
}

// explain says why the probes can't be used. What the kernel lacks says more than the
// call that failed.
func explain(host *kernel.Host, failed error) error {
	return cmp.Or(host.Inspect().Err(), failed)
}

// probeOptions are those of any use of the probes: it removes what a killed one left
// behind.
func probeOptions(filter probes.Filter, host *kernel.Host) (probes.Options, error) {
	offsets, err := host.Offsets()
	if err != nil {
		return probes.Options{}, err
	}
	tracefs := kernel.Tracefs()
	if tracefs != "" {
		if _, err := probes.RemoveLeftovers(tracefs); err != nil {
			return probes.Options{}, err
		}
	}
	switch {
	case host.InInitialPidNamespace():
		filter.Self = os.Getpid()
	case len(filter.Pids)+len(filter.Aside) > 0:
		return probes.Options{}, errors.New("process ids can't be told to the kernel from inside a pid namespace; run outside of the container, or in one with --pid=host")
	}
	return probes.Options{Offsets: offsets, Filter: filter, Tracefs: tracefs != ""}, nil
}

// summary is the line that ends a capture: what was shown and, if anything is
// missing, why.
func summary(shown uint64, s probes.Stats) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s captured, %d lost", countMessages(shown), s.Lost())
	for _, loss := range s.Losses() {
		fmt.Fprintf(&b, ", %d %s", loss.Count, loss.Note)
	}
	return b.String()
}

func countMessages(n uint64) string {
	if n == 1 {
		return "1 message"
	}
	return fmt.Sprintf("%d messages", n)
}

// describe says what is captured.
func (o *options) describe() string {
	var names []string
	for _, p := range o.sockets {
		names = append(names, p.String())
	}
	if len(names) == 0 {
		return "what the filter wants"
	}
	return strings.Join(names, ", ")
}

// destination says where messages go, if that can't be seen.
func (o *options) destination() string {
	if o.save.path == "" || o.save.path == standard {
		return ""
	}
	return " to " + format.Escape(o.save.path)
}

// reader is who may show what goes to standard output, nil if nothing goes there.
func (o *options) reader(stdout io.Writer) io.Writer {
	if o.shows() || o.save.path == standard {
		return stdout
	}
	return nil
}
