package probes

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/rlimit"

	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// mode says what the programs are for.
type mode int

const (
	capturing mode = iota // messages, with their bytes
	counting              // how many there are, and how long
)

// Programs builds all programs that capture on a kernel with these offsets. It
// needs no privileges and no kernel.
func Programs(o *kernel.Offsets, f Filter) ([]*ebpf.ProgramSpec, error) {
	return build(o, f, capturing)
}

// CountingPrograms builds those that only count.
func CountingPrograms(o *kernel.Offsets, f Filter) ([]*ebpf.ProgramSpec, error) {
	return build(o, f, counting)
}

func build(o *kernel.Offsets, f Filter, m mode) ([]*ebpf.ProgramSpec, error) {
	var (
		specs []*ebpf.ProgramSpec
		errs  []error
	)
	add := func(spec *ebpf.ProgramSpec, err error) {
		specs, errs = append(specs, spec), append(errs, err)
	}
	add(streamEntry(o, f, m))
	add(dgramEntry(o, f, m))
	add(pageEntry(o, f, m))
	add(maySend(o, f, m))
	switch m {
	case capturing:
		add(checkpoint(o))
		add(resumed())
		add(sendReturn(o))
		add(emitMessage(o))
		add(controlMessage(o))
	case counting:
		add(countReturn(o))
	}
	add(socketMade(o))
	add(socketUsed(o, f, m))
	if f.byPid() {
		add(newTask(o))
		add(taskGone(o))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var names []string
	for _, spec := range specs {
		names = append(names, spec.Name)
	}
	wanted := map[kernel.Purpose]bool{kernel.Everything: true, kernel.Messages: m == capturing, kernel.Processes: f.byPid()}
	return specs, fit(kernel.Functions, names, wanted)
}

// maxOwners is of how many sockets it is known whose they are; of more, those in
// use.
const maxOwners = 1 << 16

func mapSpecs(f Filter, m mode, cpus, inFlight, flows int) map[string]*ebpf.MapSpec {
	area := unsafe.Sizeof(work{})
	if m == counting {
		area = unsafe.Sizeof(countingWork{})
	}
	specs := map[string]*ebpf.MapSpec{
		mapWork: {
			Name: mapWork, Type: ebpf.Array,
			KeySize: 4, ValueSize: uint32(area), MaxEntries: uint32(cpus),
		},
		mapInFlight: {
			Name: mapInFlight, Type: ebpf.Hash,
			KeySize: 8, ValueSize: uint32(unsafe.Sizeof(send{})), MaxEntries: uint32(inFlight),
		},
		mapOwners: {
			Name: mapOwners, Type: ebpf.LRUHash,
			KeySize: 8, ValueSize: uint32(unsafe.Sizeof(owner{})), MaxEntries: maxOwners,
		},
	}
	switch m {
	case capturing:
		specs[mapEvents] = &ebpf.MapSpec{Name: mapEvents, Type: ebpf.PerfEventArray}
		specs[mapTails] = &ebpf.MapSpec{Name: mapTails, Type: ebpf.ProgramArray, KeySize: 4, ValueSize: 4, MaxEntries: 2}
	case counting:
		specs[mapFlows] = &ebpf.MapSpec{
			Name: mapFlows, Type: ebpf.LRUHash,
			KeySize: uint32(unsafe.Sizeof(flowKey{})), ValueSize: uint32(unsafe.Sizeof(flow{})), MaxEntries: uint32(flows),
		}
	}
	for _, spec := range f.maps() {
		specs[spec.Name] = spec
	}
	return specs
}

// load brings the programs that capture and their maps into the kernel and fills in
// the filter.
func load(o *kernel.Offsets, f Filter, inFlight int) (*ebpf.Collection, error) {
	loaded, err := loadFor(o, f, capturing, inFlight, 0)
	if err != nil {
		return nil, err
	}
	for index, program := range tails {
		if err := loaded.Maps[mapTails].Put(index, loaded.Programs[program]); err != nil {
			loaded.Close()
			return nil, fmt.Errorf("adding the tail call of %s: %w", program, err)
		}
	}
	return loaded, nil
}

// loadFor does so for either mode, but for what tail calls lead to. Flows is how many
// are counted at once.
func loadFor(o *kernel.Offsets, f Filter, m mode, inFlight, flows int) (_ *ebpf.Collection, err error) {
	cpus, err := ebpf.PossibleCPU()
	if err != nil {
		return nil, fmt.Errorf("counting processors: %w", err)
	}
	// Kernels before 5.11 account maps against the locked memory of a process.
	if err := rlimit.RemoveMemlock(); err != nil {
		return nil, fmt.Errorf("raising the limit of locked memory: %w", err)
	}
	programs, err := build(o, f, m)
	if err != nil {
		return nil, err
	}
	spec := &ebpf.CollectionSpec{Maps: mapSpecs(f, m, cpus, inFlight, flows), Programs: map[string]*ebpf.ProgramSpec{}}
	for _, p := range programs {
		spec.Programs[p.Name] = p
	}
	loaded, err := ebpf.NewCollection(spec)
	if err != nil {
		return nil, fmt.Errorf("loading the programs: %w", err)
	}
	defer func() {
		if err != nil {
			loaded.Close()
		}
	}()

	if err := f.fill(loaded.Maps); err != nil {
		return nil, err
	}
	return loaded, nil
}

// prepare puts in place what the probes would know, had they been there before:
// whose the sockets are, and what followed processes have started.
func (f *Filter) prepare(loaded *ebpf.Collection, owners *proc.Owners) error {
	for inode, p := range owners.All() {
		by := owner{Process: process{Pid: uint32(p.Pid), UID: uint32(p.UID), Cgroup: p.Cgroup}}
		copy(by.Process.Comm[:len(by.Process.Comm)-1], p.Comm)
		raw := unsafe.Slice((*byte)(unsafe.Pointer(&by)), unsafe.Sizeof(by))
		err := loaded.Maps[mapOwners].Update(inode, raw, ebpf.UpdateNoExist)
		if err != nil && !errors.Is(err, ebpf.ErrKeyExist) { // a probe knows better
			return fmt.Errorf("noting whose socket %d is: %w", inode, err)
		}
	}
	if !f.Follow {
		return nil
	}
	// Once more for what was started by those that were not in the map yet.
	verdicts := f.pids()
	for found := len(verdicts); ; found = len(verdicts) {
		for _, pid := range proc.Descendants("/proc", f.Pids) {
			verdicts[uint32(pid)] |= wantProcess | followed
			if err := loaded.Maps[mapPids].Put(uint32(pid), uint64(verdicts[uint32(pid)])); err != nil {
				return fmt.Errorf("following process %d: %w", pid, err)
			}
		}
		if len(verdicts) == found {
			return nil
		}
	}
}

// readCounts sums the counters of all CPUs. It makes map calls, during which
// kprobe programs on this CPU do not run: not for use while capturing.
func readCounts(loaded *ebpf.Collection) (counts, error) {
	var sum counts
	areas := loaded.Maps[mapWork]
	raw := make([]byte, areas.ValueSize())
	for cpu := range areas.MaxEntries() {
		if err := areas.Lookup(cpu, &raw); err != nil {
			return sum, fmt.Errorf("reading the counters of CPU %d: %w", cpu, err)
		}
		sum.add((*counts)(unsafe.Pointer(&raw[0])))
	}
	return sum, nil
}

func (c *counts) add(other *counts) {
	c.Matched += other.Matched
	c.Ended += other.Ended
	c.Cancelled += other.Cancelled
	c.RingFull += other.RingFull
	c.TableFull += other.TableFull
	c.MissedReturn += other.MissedReturn
	c.PerhapsLost += other.PerhapsLost
	c.Unordered += other.Unordered
	c.TailRefused += other.TailRefused
	c.ControlLost += other.ControlLost
}
