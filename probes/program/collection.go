package program

import (
	"errors"
	"maps"
	"slices"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Mode says what the programs are for.
type Mode int

const (
	Capturing Mode = iota // messages, with their bytes
	Counting              // how many there are, and how long
)

// Sizes say how much room maps have, and how much of a message is wanted.
type Sizes struct {
	CPUs     int // above the highest number of one that the machine may have: each has its work area
	InFlight int // sends that may be under way at once
	Flows    int // that are counted at once, those in use of more; 0 when capturing

	Bytes int // of each message are captured at most, all if 0, none if negative
}

// Collection is all that is to be loaded into a kernel with these offsets: the
// programs, by their names, and the maps with what they hold from the start, by the
// names of the constants Map*. Programs of functions that the kernel lacks are not among them.
// It needs no privileges and no kernel.
func Collection(o *kernel.Offsets, f Filter, places Places, m Mode, sizes Sizes) (*ebpf.CollectionSpec, error) {
	if m == Counting || !o.ReadsMemfds() {
		f.Memfd = 0
	}
	spec := &ebpf.CollectionSpec{
		Maps:     mapSpecs(f, places, m, sizes),
		Programs: map[string]*ebpf.ProgramSpec{},
	}
	var errs []error
	add := func(p *ebpf.ProgramSpec, err error) {
		if err != nil {
			errs = append(errs, err)
			return
		}
		spec.Programs[p.Name] = p
	}
	s := newSieve(&f, places)
	add(streamEntry(o, f, s, m))
	add(dgramEntry(o, f, s, m))
	add(pageEntry(o, f, s, m))
	add(maySend(o, f, m))
	add(queued(o, f, s, m))
	switch m {
	case Capturing:
		if !o.ReadsQueued() {
			add(checkpoint(o))
		}
		add(resumed(o))
		add(sendReturn(o, f))
		add(emitMessage(o, sizes.Bytes))
		add(controlMessage(o))
		if f.Memfd > 0 {
			add(passedMemfds(o, f.Memfd))
		}
		if f.Connections || f.Refused {
			add(connectEntry(o, f))
			add(connectReturn(o, f))
		}
		if f.Connections {
			add(connectFound(o))
			add(connected(o, f))
			add(acceptTold(o, f))
			add(shutDown(o, f))
			add(closeTold(o, f))
		}
	case Counting:
		add(countReturn(o))
	}
	add(socketMade(o))
	add(socketUsed(o, f, m))
	add(socketClosed(o))
	add(accepted(o, f, m))
	add(freed(o, m))
	add(processForked(o))
	add(processExec(o, m == Capturing && f.Started))
	add(processEnded(o))
	add(ancillarySent(o))
	if f.byPid() {
		add(newTask(o))
		add(taskGone(o))
	}
	if f.byGroup() {
		add(groupMade(o))
		add(groupGone(o))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	capturing := m == Capturing
	wanted := map[kernel.Purpose]bool{
		kernel.Everything: true, kernel.Messages: capturing, kernel.Processes: f.byPid(),
		kernel.Attempts: capturing && (f.Connections || f.Refused), kernel.Ends: capturing && f.Connections,
	}
	functions := slices.Concat(kernel.Functions, kernel.ConnectionFunctions)
	if err := fit(o, functions, slices.Collect(maps.Keys(spec.Programs)), wanted); err != nil {
		return nil, err
	}
	for _, name := range idle(o, functions) {
		delete(spec.Programs, name)
	}
	return spec, nil
}
