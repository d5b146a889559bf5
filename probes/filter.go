package probes

import (
	"errors"
	"fmt"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// Filter says which sends to capture.
type Filter = program.Filter

// locate finds out where the patterns that are paths lead to now.
func locate(f *Filter) program.Places {
	places := program.Places{}
	for _, p := range f.Paths() {
		if p.Prefix {
			places[p] = []proc.Place{proc.Locate(string(p.Name), true)}
		} else {
			places[p] = proc.Places(string(p.Name))
		}
	}
	return places
}

// prepare puts in place what the probes would know, had they been there before:
// whose the sockets were at that time, in nanoseconds of CLOCK_MONOTONIC, and what followed
// processes have started.
func prepare(f *Filter, loaded *ebpf.Collection, owners *proc.Owners, then uint64) error {
	for inode, p := range owners.All() {
		by := program.Owner{
			Process: program.Process{Pid: uint32(p.Pid), UID: uint32(p.UID), Cgroup: p.Cgroup},
			Use:     program.UseHeld, Since: then,
		}
		switch {
		case !p.Alone:
			by.Turns = 1
		case !owners.Foreign():
			by.Use = program.UseAlone
		}
		copy(by.Process.Comm[:len(by.Process.Comm)-1], p.Comm)
		err := loaded.Maps[program.MapOwners].Update(inode, &by, ebpf.UpdateNoExist)
		if errors.Is(err, unix.E2BIG) {
			break // there are too many; the programs say so when they find no room
		}
		if err != nil && !errors.Is(err, ebpf.ErrKeyExist) { // a probe knows better
			return fmt.Errorf("noting whose socket %d is: %w", inode, err)
		}
	}
	// Once more, as groups may have been made before the probe saw that.
	groups, _ := proc.NewCgroups("/proc").Named(f.Groups)
	if err := include(loaded, nil, groups); err != nil {
		return err
	}
	if !f.Follow {
		return nil
	}
	// Once more for what was started by those that were not in the map yet.
	verdicts := f.Processes()
	for found := len(verdicts); ; found = len(verdicts) {
		for _, pid := range proc.Descendants("/proc", f.Pids) {
			verdicts[uint32(pid)] |= program.Descendant
			if err := loaded.Maps[program.MapPids].Put(uint32(pid), uint64(verdicts[uint32(pid)])); err != nil {
				return fmt.Errorf("following process %d: %w", pid, err)
			}
		}
		if len(verdicts) == found {
			return nil
		}
	}
}
