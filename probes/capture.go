package probes

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/perf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/order"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// Options say what to capture and how.
type Options struct {
	Offsets *kernel.Offsets
	Filter  Filter
	Tracefs bool // tracefs is mounted: return probes get all the room there is

	// RingSize is the size of each CPU's ring in bytes, DefaultRingSize if 0.
	RingSize int
	// MaxInFlight is how many sends may be under way at once,
	// DefaultMaxInFlight if 0.
	MaxInFlight int
	// Hold is for how long a send that blocks may delay newer messages,
	// DefaultHold if 0.
	Hold time.Duration
	// MaxFlows is how many flows a Counter counts at once, DefaultMaxFlows if 0:
	// of more, those in use.
	MaxFlows int
}

// canFollow says why new processes can't be followed, if they should be.
func (o *Options) canFollow() error {
	if o.Filter.Follow && slices.Contains(o.Offsets.Absent, kernel.NewTask) {
		return fmt.Errorf("this kernel has no function %s to follow new processes by", kernel.NewTask)
	}
	return nil
}

const (
	DefaultRingSize = 1 << 20
	// The table is allocated when it is created: programs run where they must
	// not allocate.
	DefaultMaxInFlight = 16384
	DefaultMaxFlows    = 16384
	DefaultHold        = 200 * time.Millisecond

	// Waking the reader is what costs most: it sleeps until a ring has this
	// many bytes, or for one tick.
	watermark = 64 << 10
	tick      = 50 * time.Millisecond
)

// Capture is a capture under way.
type Capture struct {
	loaded *ebpf.Collection
	probes *attached
	rings  *perf.Reader
	record perf.Record

	order   *order.Queue
	clock   *kernel.Clock
	owners  *proc.Owners
	numbers *proc.Numbers
	paths   *paths
	paused  <-chan struct{} // nil, or in tests what the reader waits for
	bad     uint64          // records that make no sense
}

// Start loads the programs and puts the probes in place: sends are captured
// from its return on, and wait in the rings for Run.
func Start(o Options) (_ *Capture, err error) {
	if o.RingSize == 0 {
		o.RingSize = DefaultRingSize
	}
	if o.MaxInFlight == 0 {
		o.MaxInFlight = DefaultMaxInFlight
	}
	if o.Hold == 0 {
		o.Hold = DefaultHold
	}
	if err := o.canFollow(); err != nil {
		return nil, err
	}
	c := &Capture{
		order:   order.New(o.Hold),
		clock:   kernel.NewClock(),
		numbers: proc.NewNumbers("/proc"),
		paths:   newPaths(),
	}
	defer func() {
		if err != nil {
			c.Close()
		}
	}()
	if c.loaded, err = load(&o, program.Capturing); err != nil {
		return nil, err
	}
	c.rings, err = perf.NewReaderWithOptions(c.loaded.Maps[program.MapEvents], o.RingSize,
		perf.ReaderOptions{Watermark: min(watermark, o.RingSize/2)})
	if err != nil {
		err = fmt.Errorf("opening the perf rings: %w", err)
		// The cause of a failed mmap is in the text alone.
		if strings.HasSuffix(err.Error(), unix.EPERM.Error()) {
			err = fmt.Errorf("%w; to lock %d KiB of memory for each CPU takes CAP_IPC_LOCK, a higher limit (ulimit -l) or smaller rings (-B)", err, o.RingSize>>10)
		}
		return nil, err
	}
	before := func() error {
		c.owners = proc.NewOwners("/proc")
		return prepare(&o.Filter, c.loaded, c.owners)
	}
	if c.probes, err = attach(c.loaded, o.Offsets.Absent, o.Tracefs, before); err != nil {
		return nil, err
	}
	return c, nil
}

// Run writes messages to out, in order, until ctx is done or out fails. It then
// removes the probes and, unless out failed, writes what the rings still hold.
// It returns the error of out as it is.
func (c *Capture) Run(ctx context.Context, out format.Writer) error {
	err := c.follow(ctx, out)
	if detached := c.probes.detach(); detached != nil {
		return errors.Join(err, fmt.Errorf("removing the probes: %w", detached))
	}
	if err != nil {
		// What out fails with once, it fails with again.
		if failed := out.Flush(); failed != nil {
			return failed
		}
		return err
	}
	if err := c.sweep(); err != nil {
		return err
	}
	return c.write(out, c.order.Drain)
}

// follow writes messages as they come.
func (c *Capture) follow(ctx context.Context, out format.Writer) error {
	if c.paused != nil {
		<-c.paused
	}
	for ctx.Err() == nil {
		if err := c.wait(); err != nil {
			return err
		}
		for again := true; again && ctx.Err() == nil; again = c.order.Ready() {
			started := c.clock.Sync()
			if err := c.sweep(); err != nil {
				return err
			}
			err := c.write(out, func(let func(order.Piece)) { c.order.Swept(started, let) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// write writes the messages that each releases.
func (c *Capture) write(out format.Writer, each func(let func(order.Piece))) error {
	var failed error
	each(func(p order.Piece) {
		if failed == nil {
			failed = out.Write(c.message(p))
		}
	})
	if failed != nil {
		return failed
	}
	return out.Flush()
}

// wait sleeps until a ring has enough to read or a tick has passed.
func (c *Capture) wait() error {
	c.rings.SetDeadline(time.Now().Add(tick))
	err := c.rings.ReadInto(&c.record)
	switch {
	case err == nil:
		c.take()
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil
	}
	return fmt.Errorf("waiting for the perf rings: %w", err)
}

// sweep reads every ring as far as it was filled when the sweep started.
func (c *Capture) sweep() error {
	if err := c.rings.Flush(); err != nil {
		return fmt.Errorf("reading the perf rings: %w", err)
	}
	c.rings.SetDeadline(time.Time{})
	for {
		err := c.rings.ReadInto(&c.record)
		switch {
		case errors.Is(err, perf.ErrFlushed):
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			continue // it was found by wait's record, and is reported now
		case err != nil:
			return fmt.Errorf("reading the perf rings: %w", err)
		}
		c.take()
	}
}

// take puts the record that was just read where it belongs.
func (c *Capture) take() {
	if c.record.LostSamples > 0 {
		return // the programs have counted them, exactly
	}
	r, payload, err := program.DecodeRecord(c.record.RawSample)
	if err != nil {
		c.bad++
		return
	}
	switch r.Kind {
	case program.RecordOwner:
		c.owners.SawReceive(r.From.Inode, r.To.Inode, known(r.From.Process), r.Time)
	case program.RecordControl:
		if !c.owners.Foreign() && credentials(payload) != nil {
			c.numbers.Look(int(r.Thread >> 32)) // now, too
		}
		c.order.Take(&r, payload)
	case program.RecordFiles:
		files := program.DecodeFiles(payload)
		if !c.owners.Foreign() {
			nameFiles(files, int(r.Thread>>32)) // now: it may close them at once
		}
		c.order.TakeFiles(&r, files)
	default:
		c.order.Take(&r, payload)
	}
}

// Close removes the probes and frees what the capture holds.
func (c *Capture) Close() error {
	var errs []error
	if c.probes != nil {
		errs = append(errs, c.probes.detach())
	}
	if c.rings != nil {
		errs = append(errs, c.rings.Close())
	}
	if c.loaded != nil {
		c.loaded.Close()
	}
	c.clock.Close()
	return errors.Join(errs...)
}
