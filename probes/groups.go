package probes

import (
	"fmt"
	"slices"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// Control groups that are made while others are captured: programs at tracepoints learn of
// them before anybody is in one.

// attachGroups puts those programs in place, if the filter asks for groups. Every kernel
// with control groups has the tracepoints (include/trace/events/cgroup.h, since Linux 4.13).
func (at *attached) attachGroups(loaded *ebpf.Collection) error {
	for point, name := range program.Tracepoints {
		p := loaded.Programs[name]
		if p == nil {
			continue
		}
		l, err := link.AttachRawTracepoint(link.RawTracepointOptions{Name: point, Program: p})
		if err != nil {
			return fmt.Errorf("watching for new control groups at the tracepoint %s: %w", point, err)
		}
		at.others = append(at.others, l)
	}
	return nil
}

// include adds names of control groups that may be made later, and groups that there are,
// to what is captured: each takes a map call.
func include(loaded *ebpf.Collection, names []proc.GroupName, groups []uint64) error {
	for _, n := range names {
		key, length, ok := program.GroupKey(n)
		if !ok {
			continue
		}
		if err := mapCall(func() error { return loaded.Maps[program.MapGroups].Put(key, length) }); err != nil {
			return fmt.Errorf("having control groups %s captured: %w", n.Name, err)
		}
	}
	for _, id := range groups {
		if err := mapCall(func() error { return loaded.Maps[program.MapCgroups].Put(id, program.InGroup) }); err != nil {
			return fmt.Errorf("having the control group %d captured: %w", id, err)
		}
	}
	return nil
}

// Include has what is in control groups of these names captured from now on, too, of a
// capture whose filter has some already: what is there, and what is made later. It takes a
// map call or two for each, so it is for what happens seldom. It may be called while Run
// runs.
func (c *Capture) Include(names []proc.GroupName) error { return includeNamed(c.loaded, names) }

// Include is the same for what is counted.
func (c *Counter) Include(names []proc.GroupName) error { return includeNamed(c.loaded, names) }

func includeNamed(loaded *ebpf.Collection, names []proc.GroupName) error {
	if err := include(loaded, names, nil); err != nil {
		return err
	}
	groups, _ := proc.NewCgroups("/proc").Named(names)
	return include(loaded, nil, slices.Compact(groups))
}
