package probes

import (
	"errors"
	"fmt"
	"time"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// Counter counts sends in the kernel, without a copy of what they send.
type Counter struct {
	loaded *ebpf.Collection
	probes *attached
	counts *counters
	owners *proc.Owners
	names  *names
	// byProcess: the filter asks for processes; aside: it leaves some out
	byProcess, aside bool
	paths            *paths // found in the background: what is not known yet is in a later reading
	takers           *takers

	// Where a part of the map goes, kept from reading to reading.
	keys  []program.FlowKey
	flows []program.Flow
}

// FlowID tells flows apart: which process sends over which socket to which process at
// which. What is not known yet is 0.
type FlowID struct {
	FromInode, ToInode uint64
	FromPid, ToPid     int

	Receiver uint64 // a number, if it was not known who receives
}

// Flow is what a process has sent over a socket to another one since the Counter
// started, or since the kernel made room and forgot the flow.
type Flow struct {
	ID       FlowID
	Type     format.SocketType
	From, To format.End // without Tid
	Messages uint64
	Bytes    uint64
	Last     time.Time // when the latest send returned, by what the clock says now
}

// Reading is what was counted until a moment.
type Reading struct {
	At    time.Time
	Flows []Flow // in no order
	Stats CountStats
}

// CountStats account for every send that matched the filter since the start.
type CountStats struct {
	Matched   uint64 // sends that matched
	Counted   uint64 // of them, those that the kernel accepted, which the flows tell of
	Refused   uint64 // of them, those of which the kernel accepted nothing
	Uncounted uint64 // of them, those that the table of flows had no room for
	TableFull uint64 // of them, those not counted because too many sends were in flight
	NoReturn  uint64 // of them, those not counted because their return was not seen

	Undecided  uint64 // sends that perhaps matched: it is not known, or not yet, who received them
	Unowned    uint64 // times that it was not noted whose a socket is, if the filter asks for that: the table was full
	Unfollowed uint64 // sends counted as a message for each buffer, because too many were in flight
	GroupsFull uint64 // control groups that were made and do not count, as there are too many
	PidsFull   uint64 // processes that were started by followed ones and do not count, as there are too many
	Forgotten  uint64 // flows whose counts were given up to make room for others
	Takers     uint64 // receivers of which it is known who they turned out to be, if others may be forgotten
}

// Losses are the figures that are not 0 and should be.
func (s CountStats) Losses() []format.Loss {
	return notZero([]format.Loss{
		{Cause: "flow table full", Count: s.Uncounted, Note: "sends not counted because there were too many pairs"},
		{Cause: "in-flight table full", Count: s.TableFull, Note: "sends not counted because too many were under way at once"},
		{Cause: "return not seen", Count: s.NoReturn, Note: "sends not counted because the kernel did not report their end (unixsnoop check may say why)"},
		{Cause: "receiver not known, perhaps", Count: s.Undecided, Note: "sends perhaps to be counted: who receives them is not known, or not yet"},
		{Cause: "sockets' owners not noted, perhaps", Count: s.Unowned, Note: "sockets whose sends are perhaps not counted: too many were open to know whose they are"},
		{Cause: "in-flight table full, in pieces", Count: s.Unfollowed, Note: "sends counted in pieces because too many were under way at once"},
		{Cause: "too many control groups", Count: s.GroupsFull, Note: "control groups of a container not counted because there are too many"},
		{Cause: "too many processes", Count: s.PidsFull, Note: "started processes not counted because too many are followed"},
		{Cause: "flow forgotten", Count: s.Forgotten, Note: "counts of idle pairs dropped to make room"},
		{Cause: "who received, perhaps", Count: s.Takers, Note: "receivers are known, as many as there is room for: others may be forgotten, and counted as nobody's"},
	})
}

// StartCounting loads the programs and puts the probes in place: sends count from its
// return on. Of the Options, RingSize and Hold are without effect.
func StartCounting(o Options) (_ *Counter, err error) {
	if o.MaxInFlight == 0 {
		o.MaxInFlight = DefaultMaxInFlight
	}
	if o.MaxFlows == 0 {
		o.MaxFlows = DefaultMaxFlows
	}
	if err := o.canFollow(); err != nil {
		return nil, err
	}
	c := &Counter{paths: newPaths(), takers: newTakers(), byProcess: o.Filter.ByProcess(), aside: len(o.Filter.Aside) > 0}
	defer func() {
		if err != nil {
			c.Close()
		}
	}()
	places := locate(&o.Filter)
	if c.loaded, err = load(&o, places, program.Counting); err != nil {
		return nil, err
	}
	c.names = &names{filter: &o.Filter, places: places, loaded: c.loaded}
	if c.counts, err = newCounters(c.loaded); err != nil {
		return nil, err
	}
	c.keys, c.flows = make([]program.FlowKey, readAtOnce), make([]program.Flow, readAtOnce)
	before := func() error {
		then := kernel.Monotonic()
		c.owners = proc.NewOwners("/proc")
		return prepare(&o.Filter, c.loaded, c.owners, then)
	}
	if c.probes, err = attach(c.loaded, o.Offsets, o.Tracefs, before); err != nil {
		return nil, err
	}
	firing, err := newFiring(c.loaded, &o.Filter, o.Tracefs)
	if err != nil {
		return nil, err
	}
	if err := firing.close(); err != nil { // it is not asked again
		return nil, err
	}
	return c, nil
}

// readAtOnce is how many flows a call of the kernel reads. It must be more than ever
// share a bucket of the map, which has as many buckets as flows.
const readAtOnce = 2048

// Read tells what was counted so far. For the flows it takes a few map calls of the kernel,
// which wait for nobody (mapcalls.go). Not for use by several goroutines at once.
func (c *Counter) Read() (*Reading, error) {
	// Flows come after the counters: those in between look like nothing forgotten.
	made, err := c.counts.readFlows()
	if err != nil {
		return nil, err
	}
	n, err := c.counts.read()
	if err != nil {
		return nil, err
	}
	r := &Reading{At: time.Now()}
	now := kernel.Monotonic()
	raw, err := c.readFlows()
	if err != nil {
		return nil, err
	}
	here := uint64(len(raw))
	// After the flows: what is known of a receiver is of all that was counted for it.
	if err := c.takers.read(c.loaded); err != nil {
		return nil, err
	}
	raw, others, undecided := c.decide(raw)
	c.name(r, now, raw)
	r.Stats = CountStats{
		Matched:    n.Matched - others,
		Counted:    n.Ended - others,
		Refused:    n.Cancelled,
		Uncounted:  made.Uncounted,
		TableFull:  n.TableFull,
		GroupsFull: uint64(n.GroupsFull),
		PidsFull:   uint64(n.PidsFull),
		NoReturn:   n.MissedReturn,
		Unfollowed: n.Unfollowed,
		Undecided:  undecided,
		Takers:     c.takers.many,
	}
	if c.byProcess {
		r.Stats.Unowned = n.OwnersFull
	}
	if made.Made > here {
		r.Stats.Forgotten = made.Made - here
	}
	return r, nil
}

// rawFlow is an element of the map.
type rawFlow struct {
	key program.FlowKey
	program.Flow
}

func (c *Counter) readFlows() ([]rawFlow, error) {
	var (
		all    []rawFlow
		cursor ebpf.MapBatchCursor
	)
	for {
		var n int
		err := mapCall(func() (err error) {
			n, err = c.loaded.Maps[program.MapFlows].BatchLookup(&cursor, c.keys, c.flows, nil)
			return err
		})
		for i := range n {
			all = append(all, rawFlow{c.keys[i], c.flows[i]})
		}
		switch {
		case errors.Is(err, ebpf.ErrKeyNotExist):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("reading the flows: %w", err)
		}
	}
}

// decide is the flows that are wanted, by what is known of receivers by now, how many
// messages the others have, and of how many of them that is not known.
func (c *Counter) decide(raw []rawFlow) (flows []rawFlow, others, undecided uint64) {
	flows = raw[:0]
	for i := range raw {
		f := &raw[i]
		record := program.Record{Receiver: f.key.Receiver, Verdict: f.Verdict, Use: f.Use, To: f.To}
		fate := c.fateOf(&record)
		if fate == wanted {
			flows = append(flows, *f)
			continue
		}
		others += f.Messages
		if fate != unwanted {
			undecided += f.Messages
		}
	}
	return flows, others, undecided
}

func (c *Counter) fateOf(record *program.Record) fate {
	switch decided := record.Verdict.Wanted() && !c.aside; {
	case record.Receiver == 0 || decided:
		return wanted
	case record.Receiver == program.NoReceiver:
		return unknown
	}
	t := c.takers.of(record.Receiver)
	return t.fateOf(record)
}

// name turns what the kernel counted into what people read. Who sent over a socket is
// the best answer to whose it is, so all senders are noted before. Now is r.At by the
// monotonic clock.
func (c *Counter) name(r *Reading, now uint64, raw []rawFlow) {
	for i := range raw {
		f := &raw[i]
		from := known(&f.From.Process)
		c.owners.Saw(f.From.Inode, &from, f.Last)
	}
	r.Flows = make([]Flow, len(raw))
	for i := range raw {
		f := &raw[i]
		from := known(&f.From.Process)
		to, inode := c.receiver(f)
		r.Flows[i] = Flow{
			ID: FlowID{
				FromInode: f.key.From, ToInode: f.key.To,
				FromPid: int(f.key.FromPid), ToPid: int(f.key.ToPid),
				Receiver: f.key.Receiver,
			},
			Type:     format.SocketType(f.Type),
			From:     endOf(f.From.Inode, &from, f.From.Name.Bound()),
			To:       endOf(inode, &to, f.To.Name.Bound()),
			Messages: f.Messages,
			Bytes:    f.Bytes,
			Last:     r.At.Add(-time.Duration(now - f.Last)),
		}
		if !c.owners.Foreign() {
			flow := &r.Flows[i]
			flow.From.Path, _ = c.paths.of(flow.From.Name, flow.From.Inode, flow.To.Inode, flow.From.Pid)
			flow.To.Path, _ = c.paths.of(flow.To.Name, flow.To.Inode, flow.From.Inode, flow.To.Pid)
		}
	}
}

// receiver is who receives what a flow tells of, and at which socket, as far as it is known.
func (c *Counter) receiver(f *rawFlow) (proc.Process, uint64) {
	if f.key.Receiver != 0 {
		if p, inode := c.takers.who(f.key.Receiver); inode != 0 {
			return p, inode
		}
	}
	to := known(&f.To.Process)
	switch {
	case f.To.Inode == 0 && f.key.Receiver != 0:
		return proc.Nobody, 0 // who listens need not accept
	case to.Comm == "":
		return c.owners.Of(f.To.Inode, to.Pid), f.To.Inode
	case f.Use.Guess():
		if p, ok := c.uses(f.To.Inode); ok {
			return p, f.To.Inode
		}
		return notEnded(c.owners.VerifyNow(f.To.Inode, &to), f.Use, &to), f.To.Inode
	}
	return to, f.To.Inode
}

// uses is who has used a socket by now, if that is sure.
func (c *Counter) uses(inode uint64) (proc.Process, bool) {
	var owner program.Owner
	err := mapCall(func() error { return c.loaded.Maps[program.MapOwners].Lookup(inode, &owner) })
	return known(&owner.Process), err == nil && owner.Use.Sure()
}

// Close removes the probes and frees what the Counter holds.
func (c *Counter) Close() error {
	var errs []error
	if c.probes != nil {
		errs = append(errs, c.probes.detach())
	}
	if c.loaded != nil {
		c.loaded.Close()
	}
	return errors.Join(errs...)
}
