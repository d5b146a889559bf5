package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// The programs that learn which control groups are made while others are captured, and
// which are no more. They run at tracepoints, which every kernel with control groups has.
// Both are called with (struct cgroup *, const char *path).

// groupName is a key of the trie of names of control groups, NUL padded.
type groupName struct {
	PrefixLen uint32 // bits of the key that count: groupNameBits in a look-up
	Bytes     [124]byte
}

const groupNameBits = 8 * len(groupName{}.Bytes)

// groupKeys are keys of the map of control groups.
type groupKeys struct{ ID, Parent uint64 }

// groupMade builds the program for a new group: if it is in one that is captured, or has
// the name of one that is asked for, it is captured, too.
func groupMade(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		group  = asm.R6 // struct cgroup
		node   = asm.R7 // struct kernfs_node of its directory
		length = asm.R8 // of its name, with the NUL
	)
	work := at[workArea](asm.R9) // this CPU's, as it begins in both modes
	a := newAssembler(o)
	a.group(group, node, "exit")
	a.step("is it in one that is captured?")
	a.readKernel(asm.R0, group, o.CgroupParent)
	a.readKernel(asm.R0, asm.R0, o.CgroupOfState)
	a.readKernel(asm.R0, asm.R0, o.CgroupNode)
	a.readKernel(asm.R0, asm.R0, o.NodeID)
	a.store(slotGroups.in("Parent"), asm.R0)
	a.lookup(MapCgroups, slotGroups.in("Parent"), "by_name")
	a.jump("wanted")
	a.label("by_name")
	a.step("has it the name of one that is asked for, and the length that goes with it, if any?")
	a.clear(slotGroupName)
	a.set(slotGroupName.in("PrefixLen"), int32(groupNameBits), asm.R0)
	a.readKernel(asm.R3, node, o.NodeName)
	a.copyString(slotGroupName.in("Bytes"))
	a.emit(
		asm.JSLE.Imm(asm.R0, 0, "exit"),
		asm.Mov.Reg(length, asm.R0),
	)
	a.lookup(MapGroups, slotGroupName, "exit")
	a.load(asm.R1, at[uint64](asm.R0))
	a.emit(
		asm.JEq.Imm(asm.R1, 0, "wanted"),
		asm.Add.Imm(asm.R1, 1),
		asm.JNE.Reg(asm.R1, length, "exit"),
	)
	a.label("wanted")
	a.step("groups[id] = wanted")
	a.set(slotVerdict, int32(wantProcess), asm.R0)
	a.update(MapCgroups, slotGroups.in("ID"), slotVerdict, ebpf.UpdateAny)
	a.emit(asm.JEq.Imm(asm.R0, 0, "exit"))
	a.workArea(work.base, "exit")
	a.countOne(work.in("Counts.GroupsFull"))
	a.label("exit")
	a.exit()
	return a.tracepoint("group_made")
}

// groupGone builds the program for a group that was removed: it is not to be in the map
// for ever.
func groupGone(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.group(asm.R6, asm.R7, "exit")
	a.remove(MapCgroups, slotGroups.in("ID"))
	a.label("exit")
	a.exit()
	return a.tracepoint("group_gone")
}

// group loads the struct cgroup that a tracepoint is called with, and its node, and notes
// its id. One of version 1 goes to other: there ids are another hierarchy's.
func (a *assembler) group(group, node asm.Register, other string) {
	a.step("(struct cgroup *group, ...) of version 2: group->root->hierarchy_id is 0")
	a.argument(group, kernel.Field{Offset: 0, Size: 8})
	a.readKernel(asm.R0, group, a.CgroupRoot)
	a.readKernel(asm.R0, asm.R0, a.CgroupHierarchy)
	a.emit(asm.JNE.Imm(asm.R0, 0, other))
	a.step("its id")
	a.readKernel(node, group, a.CgroupNode)
	a.readKernel(asm.R0, node, a.NodeID)
	a.store(slotGroups.in("ID"), asm.R0)
}

// tracepoint finishes the collected instructions as a program for a tracepoint.
func (a *assembler) tracepoint(name string) (*ebpf.ProgramSpec, error) {
	p, err := a.program(name)
	if err == nil {
		p.Type = ebpf.RawTracepoint
	}
	return p, err
}

// groupNames are, by names of groups, the lengths that they must have, 0 for any.
func groupNames(names []proc.GroupName) map[groupName]uint64 {
	lengths := map[groupName]uint64{}
	for _, n := range names {
		k, length, ok := GroupKey(n)
		if !ok {
			continue
		}
		if other, there := lengths[k]; there {
			length = min(length, other)
		}
		lengths[k] = length
	}
	return lengths
}

// GroupKey is a name of groups as the map MapGroups has it, and the value there. A name that
// is too long for it is none that a container has.
func GroupKey(n proc.GroupName) (key groupName, length uint64, ok bool) {
	if len(n.Name) >= len(key.Bytes) {
		return key, 0, false
	}
	copy(key.Bytes[:], n.Name)
	key.PrefixLen = uint32(8 * len(n.Name))
	if !n.Prefix {
		key.PrefixLen += 8 // the NUL at its end
	}
	return key, uint64(n.Length), true
}
