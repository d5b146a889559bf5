package probes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// Options say what to capture and how.
type Options struct {
	Offsets *kernel.Offsets
	Filter  Filter
	Tracefs bool // tracefs is mounted: return probes get all the room there is

	// RingSize is the size of each CPU's ring in bytes, by the machine's memory and
	// number of CPUs if 0.
	RingSize int
	// Bytes are how many of each message are captured at most: all if 0, none if negative.
	Bytes int
	// MaxInFlight is how many sends may be under way at once,
	// DefaultMaxInFlight if 0.
	MaxInFlight int
	// Who has messages tell of their processes what /proc does (format.Process).
	Who bool

	// Memfd is how many bytes of each memfd that is passed are read, none if 0.
	Memfd int
	// Hold is for how long a send that blocks may delay newer messages,
	// DefaultHold if 0.
	Hold time.Duration
	// MaxFlows is how many flows a Counter counts at once, DefaultMaxFlows if 0:
	// of more, those in use.
	MaxFlows int
}

// canTell says why events can't be told of, if they should be.
func (o *Options) canTell() error {
	if o.Filter.Connections && slices.Contains(o.Offsets.Absent, kernel.Graft) {
		return fmt.Errorf("this kernel has no functions %s and %s to see connections by; boot one with CONFIG_SECURITY_NETWORK, or leave out --events", kernel.StreamConnect, kernel.Graft)
	}
	return nil
}

// canFollow says why new processes can't be followed, if they should be.
func (o *Options) canFollow() error {
	if o.Filter.Follow && slices.Contains(o.Offsets.Absent, kernel.NewTask) {
		return fmt.Errorf("this kernel has no function %s to follow new processes by", kernel.NewTask)
	}
	return nil
}

const (
	// The table is allocated when it is created: programs run where they must
	// not allocate.
	DefaultMaxInFlight = 16384
	DefaultMaxFlows    = 16384
	DefaultHold        = 200 * time.Millisecond

	// Waking the reader is what costs most: it sleeps until a ring has this
	// many bytes, or for one tick.
	watermark = 128 << 10
	tick      = 50 * time.Millisecond
	// What waits for another sweep and nothing else waits for so long, once after each tick:
	// a sweep costs a look at all rings, and Go's watcher of threads that wait is awake for
	// some milliseconds after each. Those who send are to have the processor.
	soon = time.Millisecond

	// waiting bounds the memory of what waits for sends that block, in sizes of all rings
	// together. What is not let go before the end of another sweep are two of them, and
	// twice as much where buffers are half full or sends are short.
	waiting = 8
)

// Capture is a capture under way.
type Capture struct {
	loaded  *ebpf.Collection
	offsets *kernel.Offsets
	probes  *attached
	counts  *counters
	rings   *rings
	names   *names

	reader *reader
	paused <-chan struct{} // nil, or in tests what the reader waits for
	ended  bool            // Run has returned
	over   unseenEnds      // sends under way of which it is known that they are not
	// byProcess: the filter asks for processes
	byProcess bool
	firing    *firing
	started   *started // nil if nobody looks at processes
	// mayGoFirst: the reader may run before others
	mayGoFirst bool

	handers, closers uint64 // what tables have that have perhaps forgotten others, once it has ended
}

// Start loads the programs and puts the probes in place: sends are captured
// from its return on, and wait in the rings for Run.
func Start(o Options) (_ *Capture, err error) {
	if o.MaxInFlight == 0 {
		o.MaxInFlight = DefaultMaxInFlight
	}
	if o.Hold == 0 {
		o.Hold = DefaultHold
	}
	if err := o.canFollow(); err != nil {
		return nil, err
	}
	if err := o.canTell(); err != nil {
		return nil, err
	}
	o.Filter.Started, o.Filter.Memfd = o.Who, o.Memfd
	c := &Capture{
		offsets: o.Offsets, reader: newReader(o.Hold), byProcess: o.Filter.ByProcess(),
		mayGoFirst: allowPrecedence() == nil, over: unseenEnds{does: threadDoes},
	}
	c.reader.receivers.aside = len(o.Filter.Aside) > 0
	defer func() {
		if err != nil {
			c.Close()
		}
	}()
	places := locate(&o.Filter)
	if c.loaded, err = load(&o, places, program.Capturing); err != nil {
		return nil, err
	}
	c.names = &names{filter: &o.Filter, places: places, loaded: c.loaded}
	if c.counts, err = newCounters(c.loaded); err != nil {
		return nil, err
	}
	if c.rings, err = openRings(c.loaded.Maps[program.MapEvents], o.RingSize); err != nil {
		return nil, err
	}
	c.reader.bare, c.reader.passed.contents = o.Bytes < 0, newContents(o.Memfd)
	c.reader.order.Limit = waiting * c.rings.together
	c.reader.order.MaxOpen = o.MaxInFlight
	before := func() error {
		then := kernel.Monotonic()
		c.reader.owners = proc.NewOwners("/proc")
		if o.Who && !c.reader.owners.Foreign() {
			c.reader.who = newWho()
			// Without it, those that end soon stay unknown.
			c.started, _ = hearStarted(c.loaded.Maps[program.MapStarted], c.reader.who.sawStart)
		}
		c.reader.acceptors.foreign = c.reader.owners.Foreign()
		if o.Filter.Connections || o.Filter.Refused {
			c.reader.asked = newAsked(&o.Filter, locate(&o.Filter))
			if c.reader.owners.Foreign() {
				c.reader.asked.proc = ""
			}
		}
		return prepare(&o.Filter, c.loaded, c.reader.owners, then)
	}
	if c.probes, err = attach(c.loaded, o.Offsets, o.Tracefs, before); err != nil {
		return nil, err
	}
	if c.firing, err = newFiring(c.loaded, &o.Filter, o.Tracefs); err != nil {
		return nil, err
	}
	return c, nil
}

// Run writes messages to out, in order, until ctx is done or out fails. It then
// removes the probes and writes what the rings still hold, or counts it if out failed.
// It returns the error of out as it is. If the kernel does not run the programs any more,
// it ends with an error that says since when.
func (c *Capture) Run(ctx context.Context, out format.Writer) error {
	defer func() { c.ended = true }()
	defer context.AfterFunc(ctx, c.rings.Wake)()
	c.reader.out = out
	err := c.follow(ctx)
	var silent *NotFiringError
	if err == nil {
		err = c.firing.still(true)
	}
	silence := err
	if errors.As(err, &silent) {
		err = nil // what was captured before is written
	}
	c.over.look(c.reader, math.MaxInt)
	if err == nil {
		c.over.settle(c.reader.order, c.sweep)
	}
	if detached := c.probes.detach(); detached != nil {
		return errors.Join(err, fmt.Errorf("removing the probes: %w", detached))
	}
	if err == nil || c.reader.failed != nil { // then what comes now is counted
		c.sweep()
		c.over.count(c.reader.order)
		if failed := c.reader.drain(); failed != nil {
			err = failed
		}
		c.handers, c.closers = forgotten(c.loaded.Maps[program.MapHanded]), forgotten(c.loaded.Maps[program.MapGone])
	}
	if err == nil {
		return silence
	}
	// What out fails with once, it fails with again.
	return cmp.Or(out.Flush(), err)
}

// follow writes messages as they come.
func (c *Capture) follow(ctx context.Context) (err error) {
	if c.paused != nil {
		<-c.paused
	}
	var precedence *precedence
	if c.mayGoFirst {
		if precedence, err = newPrecedence(); err != nil {
			return err
		}
		defer func() { err = cmp.Or(err, precedence.end()) }()
	}
	for pause := tick; ctx.Err() == nil; {
		woken, err := c.rings.Wait(pause)
		if err != nil {
			return err
		}
		if err := c.firing.still(false); err != nil {
			return err
		}
		c.over.lookAgain(c.reader)
		started := c.reader.clock.Sync()
		floor, err := c.counts.floor()
		if err != nil {
			return err
		}
		c.reader.order.Below(floor)
		c.rings.Snapshot()
		if err := precedence.see(c.rings.Full(), time.Now()); err != nil {
			return err
		}
		c.read()
		if err := c.reader.swept(started); err != nil {
			return err
		}
		// Once: where messages flow there is always one that waits. And not where they flow
		// so fast that they come in full batches: the next one is there soon enough.
		if !woken && pause == tick && c.reader.order.Ready() {
			pause = soon
		} else {
			pause = tick
		}
	}
	return nil
}

// sweep reads every ring as far as it was filled when the sweep started.
func (c *Capture) sweep() {
	c.rings.Snapshot()
	c.read()
}

// read reads a snapshot of the rings.
func (c *Capture) read() {
	for record, ok := c.rings.Next(); ok; record, ok = c.rings.Next() {
		if record.Lost == 0 { // else the programs have counted them, exactly
			c.reader.take(record.Sample)
		}
	}
}

// NeedsAdministrator reports whether Run needs CAP_SYS_ADMIN to make sure that the kernel runs
// the programs: without tracefs.
func (c *Capture) NeedsAdministrator() bool { return c.firing.byCapability() }

// Close removes the probes and frees what the capture holds.
func (c *Capture) Close() error {
	var errs []error
	if c.probes != nil {
		errs = append(errs, c.probes.detach())
	}
	if c.rings != nil {
		errs = append(errs, c.rings.close())
	}
	if c.started != nil {
		errs = append(errs, c.started.close())
	}
	if c.loaded != nil {
		c.loaded.Close()
	}
	errs = append(errs, c.firing.close())
	c.reader.clock.Close()
	return errors.Join(errs...)
}
