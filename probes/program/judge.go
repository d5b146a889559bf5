package program

import "github.com/cilium/ebpf/asm"

// The filter, as programs carry it out: each end adds what it knows to the verdict
// on its send. Only those steps are there that the filter has a use for.

// judged is a send on which a verdict is found.
type judged struct {
	send place
	keys place // this CPU's work area, where keys are put together
}

// from and to are its ends.
func (j judged) from() place { return j.send.in("Record.From") }
func (j judged) to() place   { return j.send.in("Record.To") }

// judgeSocket adds what the filter says of the socket sk, which is at one end of the
// send.
func (a *assembler) judgeSocket(f Filter, j judged, end place, sk asm.Register, label string) {
	if f.byName() {
		a.step("the name of " + label)
		if !f.byAnyName() {
			a.load(asm.R0, end.in("Name.Kind"))
			a.emit(asm.JEq.Imm(asm.R0, int32(nameNone), label+"_unlisted"))
		}
		if f.compares() {
			a.compareName(f, j, end.in("Name"), label)
			a.label(label + "_unlisted")
		} else {
			a.judge(j, mapNames, end.in("Name"), label+"_unlisted")
		}
	}
	if len(f.Inodes) > 0 {
		a.step("the inode of " + label)
		a.judge(j, mapInodes, end.in("Inode"), label+"_other_inode")
	}
	if f.byFile() {
		if !f.refuses() {
			a.step("that may do")
			a.load(asm.R0, j.send.in("Verdict"))
			a.emit(asm.JEq.Imm(asm.R0, int32(wanted), label+"_no_file"))
		}
		a.judgeFile(j, end, sk, label)
	}
}

// judgeFile adds what the filter says of the file that the socket sk is bound to:
// of itself, as what it was called when it was bound is one of its names only, and
// of its place, as it may not have been there when the filter was made.
func (a *assembler) judgeFile(j judged, end place, sk asm.Register, label string) {
	file, entry, noFile := j.keys.in("File"), j.keys.in("Entry"), label+"_no_file"

	a.step("the file of " + label + ", if it is bound to one")
	a.load(asm.R0, end.in("Name.Kind"))
	a.emit(asm.JNE.Imm(asm.R0, int32(namePath), noFile))
	a.readKernel(asm.R0, sk, a.UnixFile)
	a.store(slotFile.in("Dentry"), asm.R0)
	a.fileOf(asm.R0, file)
	a.judge(j, mapFiles, file, label+"_other_file")

	a.step("its name in its directory")
	a.clear(entry)
	a.load(asm.R0, slotFile.in("Dentry"))
	a.readKernel(asm.R3, asm.R0, a.DentryName)
	a.copyString(entry.in("Bytes"))
	a.emit(
		asm.JSLE.Imm(asm.R0, 0, noFile),
		asm.Sub.Imm(asm.R0, 1), // the NUL
	)
	a.store(entry.in("Len"), asm.R0)
	a.set(entry.in("PrefixLen"), entryBits, asm.R0)
	a.load(asm.R0, slotFile.in("Dentry"))
	a.readKernel(asm.R0, asm.R0, a.DentryParent)
	a.fileOf(asm.R0, entry)
	a.judge(j, mapEntries, entry, noFile)
}

// fileOf stores the Inode and the Device of the file of a struct dentry.
func (a *assembler) fileOf(dentry asm.Register, to place) {
	a.readKernel(asm.R0, dentry, a.DentryInode)
	a.store(slotFile.in("Inode"), asm.R0)
	a.readKernel(asm.R0, asm.R0, a.InodeNumber)
	a.store(to.in("Inode"), asm.R0)
	a.load(asm.R0, slotFile.in("Inode"))
	a.readKernel(asm.R0, asm.R0, a.InodeSuper)
	a.readKernel(asm.R0, asm.R0, a.SuperDevice)
	a.store(to.in("Device"), asm.R0)
}

// judgeUnnamed adds that a filter for unnamed sockets wants the send, if neither
// end is bound.
func (a *assembler) judgeUnnamed(f Filter, j judged) {
	if !f.Unnamed {
		return
	}
	a.step("neither end is bound")
	a.load(asm.R0, j.from().in("Name.Kind"))
	a.load(asm.R1, j.to().in("Name.Kind"))
	a.emit(
		asm.Or.Reg(asm.R0, asm.R1),
		asm.JNE.Imm(asm.R0, int32(nameNone), "named"),
	)
	a.want(j, wantSocket)
	a.label("named")
}

// judgeProcess adds what the filter says of the process at one end. All that is asked
// of a process must hold for this one.
func (a *assembler) judgeProcess(f Filter, j judged, end place, label string) {
	if !f.byOwner() {
		return
	}
	process, done := end.in("Process"), label+"_judged"

	a.step("the process of " + label)
	if f.byPid() {
		unlisted := label + "_any_pid"
		if len(f.Pids) > 0 {
			unlisted = done
		}
		a.lookup(MapPids, process.in("Pid"), unlisted)
		a.load(asm.R2, at[Verdict](asm.R0))
		a.load(asm.R1, j.send.in("Verdict"))
		a.emit(
			asm.Mov.Reg(asm.R3, asm.R2),
			asm.And.Imm(asm.R3, int32(refused)),
			asm.Or.Reg(asm.R1, asm.R3),
		)
		a.store(j.send.in("Verdict"), asm.R1)
		a.emit(asm.And.Imm(asm.R2, int32(wantProcess)))
		if len(f.Pids) > 0 {
			a.emit(asm.JEq.Imm(asm.R2, 0, done))
		} else {
			a.label(unlisted)
		}
	}
	if f.ByProcess() {
		for _, criterion := range []struct {
			asked bool
			in    string
			key   place
		}{
			{len(f.Comms) > 0, mapComms, process.in("Comm")},
			{len(f.UIDs) > 0, mapUIDs, process.in("UID")},
			{len(f.Cgroups) > 0 || f.byGroup(), MapCgroups, process.in("Cgroup")},
		} {
			if criterion.asked {
				a.lookup(criterion.in, criterion.key, done)
			}
		}
		a.want(j, wantProcess)
	}
	a.label(done)
}

// want adds to the verdict that a criterion is satisfied.
func (a *assembler) want(j judged, v Verdict) {
	a.load(asm.R1, j.send.in("Verdict"))
	a.emit(asm.Or.Imm(asm.R1, int32(v)))
	a.store(j.send.in("Verdict"), asm.R1)
}

// judge adds to the verdict what a map holds for a key. The label of what follows is
// given.
func (a *assembler) judge(j judged, mapName string, key place, behind string) {
	a.lookup(mapName, key, behind)
	a.load(asm.R2, at[Verdict](asm.R0))
	a.load(asm.R1, j.send.in("Verdict"))
	a.emit(asm.Or.Reg(asm.R1, asm.R2))
	a.store(j.send.in("Verdict"), asm.R1)
	a.label(behind)
}
