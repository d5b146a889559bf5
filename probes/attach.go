package probes

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// maxActive is how many sends may be waiting for their return probe, the
// kernel's own maximum. The default, twice the number of CPUs or so, loses
// returns as soon as more senders than that block at once.
const maxActive = 4096

// attached are the probes in place.
type attached struct {
	queues, begins, others []link.Link // at entries: that see sends queued, that put them in flight
	returns                []link.Link
	sends                  []link.Link // of queues and begins, those without which a send is not seen
	missed                 uint64      // hits of these that the kernel did not serve, once detached
	events                 *events     // where those at returns are listed, nil without tracefs
}

// attach puts the probes in place: first those that learn who is who, so that
// prepare can add what was so before, then those of sends, at a return before at
// the entry, so that every send that is seen to begin is seen to end. It leaves out
// the functions that this kernel lacks.
func attach(loaded *ebpf.Collection, o *kernel.Offsets, tracefs bool, prepare func() error) (_ *attached, err error) {
	at := &attached{}
	defer func() {
		if err != nil {
			at.detach()
		}
	}()

	if err := at.attachEntries(loaded, o, userProbes); err != nil {
		return nil, err
	}
	if err := at.attachGroups(loaded); err != nil {
		return nil, err
	}
	if err := prepare(); err != nil {
		return nil, err
	}

	// Only tracefs can give a return probe more room, and what is made there
	// outlives a killed process: its name tells whose it was.
	options := &link.KprobeOptions{TraceFSPrefix: groupPrefix(os.Getpid())}
	if tracefs {
		options.RetprobeMaxActive = maxActive
		if at.events, err = openEvents(kernel.Tracefs()); err != nil {
			return nil, err
		}
	}
	for _, p := range slices.Concat(eventReturns, returnProbes) {
		if loaded.Programs[p.program] == nil || slices.Contains(o.Absent, p.function) {
			continue
		}
		l, err := link.Kretprobe(p.function, loaded.Programs[p.program], options)
		if err != nil {
			return nil, fmt.Errorf("probing the return of %s: %w", p.function, err)
		}
		at.returns = append(at.returns, l)
	}

	// Events before sends, so that nobody is seen sending over a connection that was not seen.
	return at, at.attachEntries(loaded, o, slices.Concat(eventEntries, entryProbes))
}

// attachEntries puts probes at the entries of functions in place.
func (at *attached) attachEntries(loaded *ebpf.Collection, o *kernel.Offsets, probes []probe) error {
	options := &link.KprobeOptions{TraceFSPrefix: groupPrefix(os.Getpid())}
	for _, p := range probes {
		program := loaded.Programs[p.program]
		// That it is missing on purpose only, fit sees to.
		if program == nil || slices.Contains(o.Absent, p.function) || !p.serves(o) {
			continue
		}
		l, err := link.Kprobe(p.function, program, options)
		if err != nil {
			return fmt.Errorf("probing %s: %w", p.function, err)
		}
		switch {
		case p.queues:
			at.queues = append(at.queues, l)
		case p.sends:
			at.begins = append(at.begins, l)
		default:
			at.others = append(at.others, l)
		}
		if p.sees(o) {
			at.sends = append(at.sends, l)
		}
	}
	return nil
}

// missedBy is how often the kernel skipped a probe, since Linux 6.7; 0 if it does
// not say.
func missedBy(l link.Link) uint64 {
	info, err := l.Info()
	if err != nil {
		return 0
	}
	event := info.PerfEvent()
	if event == nil || event.Kprobe() == nil {
		return 0
	}
	return event.Kprobe().Missed
}

// probe says which program runs at which function.
type probe struct {
	function, program string
	sends             bool                       // the program follows sends, or sees them queued
	queues            bool                       // it sees them queued
	serves            func(*kernel.Offsets) bool // on which kernels it is of use
}

// sees reports whether a send is not seen without the program. What it would follow is seen
// when it is queued, unless that is done without a call.
func (p probe) sees(o *kernel.Offsets) bool {
	switch p.function {
	case kernel.DgramSend:
		return false
	case kernel.StreamSend:
		return o.QueuesItself
	}
	return p.sends
}

// The probes of all functions: those that learn whose a socket is and who is followed,
// those of sends at their return, and at entries.
var userProbes, returnProbes, entryProbes = probesOf(kernel.Functions)

// The probes that tell of events, where the programs for them are loaded: at the returns and
// the entries of functions.
var eventReturns, eventEntries = eventProbesOf(kernel.ConnectionFunctions)

func eventProbesOf(functions []kernel.Function) (returns, entries []probe) {
	for i := range functions {
		f := &functions[i]
		if f.Return != "" {
			returns = append(returns, probe{function: f.Name, program: f.Return, serves: f.Serves})
		}
		entries = append(entries, probe{function: f.Name, program: f.Entry, serves: f.Serves})
	}
	return returns, entries
}

// probesOf are the probes of functions, each kind in the order in which they are put
// in place.
func probesOf(functions []kernel.Function) (users, returns, entries []probe) {
	var sends, queues []probe
	for i := range functions {
		f := &functions[i]
		entry := probe{function: f.Name, program: f.Entry, sends: f.Queues || f.Return != "", queues: f.Queues, serves: f.Serves}
		switch {
		case f.Learns:
			users = append(users, entry)
		case f.Queues:
			queues = append(queues, entry)
		case f.Return == "":
			entries = append(entries, entry)
		default:
			returns = append(returns, probe{function: f.Name, program: f.Return, serves: f.Serves})
			sends = append(sends, entry)
		}
	}
	// Those that follow a send come before those that put it in flight, and these before
	// the one that sees all others: what is followed is not its.
	return users, returns, slices.Concat(entries, sends, queues)
}

// detach removes the probes, in the opposite order: what follows a send outlives what begins
// one, and as the entries go first, sends under way may still end.
func (at *attached) detach() error {
	var errs []error
	for _, l := range at.sends {
		at.missed += missedBy(l)
	}
	denied := false
	for _, links := range [][]link.Link{at.queues, at.begins, at.others, at.returns} {
		// For each, the kernel waits several times until no CPU can be in it any more.
		for _, err := range atOnce(len(links), func(i int) error { return links[i].Close() }) {
			if at.events != nil && errors.Is(err, os.ErrPermission) {
				denied = true // to open the list of probes: the perf event is closed by then
				continue
			}
			errs = append(errs, err)
		}
	}
	if denied {
		errs = append(errs, at.events.removeGroups(groupPrefix(os.Getpid())))
	}
	errs = append(errs, at.events.close())
	*at = attached{missed: at.missed}
	return errors.Join(errs...)
}
