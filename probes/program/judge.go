package program

import (
	"unsafe"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// The filter, as programs carry it out: each end adds what it knows to the verdict
// on its send. Only those steps are there that the filter has a use for.

// judged is a struct send on which a verdict is found.
type judged struct {
	send asm.Register // it is at send+at
	at   uintptr
	work asm.Register // this CPU's struct work, where keys are put together
}

func (j judged) member(offset uintptr) int16 { return int16(j.at + offset) }

// end is where one end of the send is, from the register on.
func (j judged) end(of uintptr) uintptr { return j.at + sendRecord + of }

var sendVerdict = unsafe.Offsetof(send{}.Verdict)

// judgeSocket adds what the filter says of the socket sk, which is the end of j that
// lies at of.
func (a *assembler) judgeSocket(o *kernel.Offsets, f Filter, j judged, of uintptr, sk asm.Register, label string) {
	end := j.end(of)
	if f.byName() {
		a.step("the name of " + label)
		a.add(j, mapNames, j.send, int32(end+endName), label+"_unlisted")
	}
	if len(f.Inodes) > 0 {
		a.step("the inode of " + label)
		a.add(j, mapInodes, j.send, int32(end+endInode), label+"_other_inode")
	}
	if f.byFile() {
		a.judgeFile(o, j, end, sk, label)
	}
}

// judgeFile adds what the filter says of the file that the socket sk is bound to:
// of itself, as what it was called when it was bound is one of its names only, and
// of its place, as it may not have been there when the filter was made.
func (a *assembler) judgeFile(o *kernel.Offsets, j judged, end uintptr, sk asm.Register, label string) {
	const (
		file   = workFile
		entry  = workEntry
		dentry = slotSegment     // struct dentry of the file, then of its directory
		inode  = slotSegment + 8 // struct inode of either
	)
	identity := func(number, device uintptr) {
		a.readKernel(asm.R0, asm.R0, o.DentryInode)
		a.emit(asm.StoreMem(asm.R10, inode, asm.R0, asm.DWord))
		a.readKernel(asm.R0, asm.R0, o.InodeNumber)
		a.emit(
			asm.StoreMem(j.work, int16(number), asm.R0, asm.DWord),
			asm.LoadMem(asm.R0, asm.R10, inode, asm.DWord),
		)
		a.readKernel(asm.R0, asm.R0, o.InodeSuper)
		a.readKernel(asm.R0, asm.R0, o.SuperDevice)
		a.emit(asm.StoreMem(j.work, int16(device), asm.R0, asm.Word))
	}

	a.step("the file of " + label + ", if it is bound to one")
	a.emit(
		asm.LoadMem(asm.R0, j.send, int16(end+endName+unsafe.Offsetof(Name{}.Kind)), asm.Byte),
		asm.JNE.Imm(asm.R0, int32(namePath), label+"_no_file"),
	)
	a.readKernel(asm.R0, sk, o.UnixFile)
	a.emit(asm.StoreMem(asm.R10, dentry, asm.R0, asm.DWord))
	identity(file+unsafe.Offsetof(fileKey{}.Inode), file+unsafe.Offsetof(fileKey{}.Device))
	a.add(j, mapFiles, j.work, int32(file), label+"_other_file")

	a.step("its name in its directory")
	a.clear(j.work, int16(entry), unsafe.Sizeof(entryKey{}))
	a.emit(asm.LoadMem(asm.R0, asm.R10, dentry, asm.DWord))
	a.readKernel(asm.R3, asm.R0, o.DentryName)
	a.copyString(j.work, int32(entry+unsafe.Offsetof(entryKey{}.Bytes)), nameSize)
	a.emit(
		asm.JSLE.Imm(asm.R0, 0, label+"_no_file"),
		asm.Sub.Imm(asm.R0, 1), // the NUL
		asm.StoreMem(j.work, int16(entry+unsafe.Offsetof(entryKey{}.Len)), asm.R0, asm.Byte),
		asm.Mov.Imm(asm.R0, entryBits),
		asm.StoreMem(j.work, int16(entry+unsafe.Offsetof(entryKey{}.PrefixLen)), asm.R0, asm.Word),
		asm.LoadMem(asm.R0, asm.R10, dentry, asm.DWord),
	)
	a.readKernel(asm.R0, asm.R0, o.DentryParent)
	identity(entry+unsafe.Offsetof(entryKey{}.Inode), entry+unsafe.Offsetof(entryKey{}.Device))
	a.add(j, mapEntries, j.work, int32(entry), label+"_no_file")
}

// judgeUnnamed adds that a filter for unnamed sockets wants the send, if neither
// end is bound.
func (a *assembler) judgeUnnamed(f Filter, j judged) {
	if !f.Unnamed {
		return
	}
	kind := endName + unsafe.Offsetof(Name{}.Kind)
	a.step("neither end is bound")
	a.emit(
		asm.LoadMem(asm.R0, j.send, int16(j.end(recordFrom)+kind), asm.Byte),
		asm.LoadMem(asm.R1, j.send, int16(j.end(recordTo)+kind), asm.Byte),
		asm.Or.Reg(asm.R0, asm.R1),
		asm.JNE.Imm(asm.R0, int32(nameNone), "named"),
	)
	a.want(j, wantSocket)
	a.label("named")
}

// judgeProcess adds what the filter says of the process at the end of j that lies
// at of. All that is asked of a process must hold for this one.
func (a *assembler) judgeProcess(f Filter, j judged, of uintptr, label string) {
	if !f.byOwner() {
		return
	}
	key := func(member uintptr) int32 { return int32(j.end(of) + endProcess + member) }
	done := label + "_judged"

	a.step("the process of " + label)
	if f.byPid() {
		unlisted := label + "_any_pid"
		if len(f.Pids) > 0 {
			unlisted = done
		}
		a.lookup(MapPids, j.send, key(processPid), unlisted)
		a.emit(
			asm.LoadMem(asm.R2, asm.R0, 0, asm.DWord),
			asm.LoadMem(asm.R1, j.send, j.member(sendVerdict), asm.DWord),
			asm.Mov.Reg(asm.R3, asm.R2),
			asm.And.Imm(asm.R3, int32(refused)),
			asm.Or.Reg(asm.R1, asm.R3),
			asm.StoreMem(j.send, j.member(sendVerdict), asm.R1, asm.DWord),
			asm.And.Imm(asm.R2, int32(wantProcess)),
		)
		if len(f.Pids) > 0 {
			a.emit(asm.JEq.Imm(asm.R2, 0, done))
		} else {
			a.label(unlisted)
		}
	}
	if f.ByProcess() {
		for _, criterion := range []struct {
			asked  bool
			in     string
			member uintptr
		}{
			{len(f.Comms) > 0, mapComms, processComm},
			{len(f.UIDs) > 0, mapUIDs, processUID},
			{len(f.Cgroups) > 0, mapCgroups, processCgroup},
		} {
			if criterion.asked {
				a.lookup(criterion.in, j.send, key(criterion.member), done)
			}
		}
		a.want(j, wantProcess)
	}
	a.label(done)
}

// want adds to the verdict that a criterion is satisfied.
func (a *assembler) want(j judged, v Verdict) {
	a.emit(
		asm.LoadMem(asm.R1, j.send, j.member(sendVerdict), asm.DWord),
		asm.Or.Imm(asm.R1, int32(v)),
		asm.StoreMem(j.send, j.member(sendVerdict), asm.R1, asm.DWord),
	)
}

// add adds to the verdict what the map holds for the key at key+at. The label of
// what follows is given.
func (a *assembler) add(j judged, mapName string, key asm.Register, at int32, label string) {
	a.lookup(mapName, key, at, label)
	a.emit(
		asm.LoadMem(asm.R2, asm.R0, 0, asm.DWord),
		asm.LoadMem(asm.R1, j.send, j.member(sendVerdict), asm.DWord),
		asm.Or.Reg(asm.R1, asm.R2),
		asm.StoreMem(j.send, j.member(sendVerdict), asm.R1, asm.DWord),
	)
	a.label(label)
}
