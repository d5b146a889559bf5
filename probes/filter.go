package probes

import (
	"errors"
	"fmt"
	"slices"

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
	if err := noteOwners(loaded.Maps[program.MapOwners], owners, then); err != nil {
		return err
	}
	// Once more, as groups may have been made before the probe saw that. If so many were made since
	// that there is no room, the probe has counted some.
	groups, _ := proc.NewCgroups("/proc").Named(f.Groups)
	if err := include(loaded, nil, groups); err != nil && !errors.Is(err, unix.E2BIG) {
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
			err := mapCall(func() error { return loaded.Maps[program.MapPids].Put(uint32(pid), uint64(verdicts[uint32(pid)])) })
			if errors.Is(err, unix.E2BIG) {
				return fmt.Errorf("more processes were started by those that are to be followed, and in turn by these, than there is room for (%d): follow fewer", program.MaxFollowed)
			}
			if err != nil {
				return fmt.Errorf("following process %d: %w", pid, err)
			}
		}
		if len(verdicts) == found {
			return nil
		}
	}
}

// noteOwners notes whose the sockets are that are known, as of that time.
func noteOwners(noted *ebpf.Map, owners *proc.Owners, then uint64) error {
	type socket struct {
		inode uint64
		by    program.Owner
	}
	var all []socket
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
		all = append(all, socket{inode, by})
	}
	const atOnce = 64 // nobody waits for the CPU for long
	for some := range slices.Chunk(all, atOnce) {
		err := mapCall(func() error {
			for i := range some {
				err := noted.Update(some[i].inode, &some[i].by, ebpf.UpdateNoExist)
				if err != nil && !errors.Is(err, ebpf.ErrKeyExist) { // a probe knows better
					return fmt.Errorf("noting whose socket %d is: %w", some[i].inode, err)
				}
			}
			return nil
		})
		if errors.Is(err, unix.E2BIG) {
			return nil // there are too many; the programs say so when they find no room
		}
		if err != nil {
			return err
		}
	}
	return nil
}
