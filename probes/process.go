package probes

import (
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Whose a socket is, the kernel does not know: any process may have it open. Here
// it is the one that used it last: that made it, accepted it, sent or received over
// it. The owners map has it for every socket, so that the receiver of a message has
// a name even when the process has gone, and the filter can ask for it.

// Where members lie.
const (
	processPid    = unsafe.Offsetof(process{}.Pid)
	processUID    = unsafe.Offsetof(process{}.UID)
	processCgroup = unsafe.Offsetof(process{}.Cgroup)
	processComm   = unsafe.Offsetof(process{}.Comm)
	processSize   = unsafe.Sizeof(process{})
)

// thisProcess fills the struct process at to+at with the process that runs; its
// thread is in slotThread.
func (a *assembler) thisProcess(o *kernel.Offsets, to asm.Register, at uintptr) {
	member := func(offset uintptr) int16 { return int16(at) + int16(offset) }
	a.step("this process")
	a.emit(
		asm.LoadMem(asm.R0, asm.R10, slotThread, asm.DWord),
		asm.RSh.Imm(asm.R0, 32),
		asm.StoreMem(to, member(processPid), asm.R0, asm.Word),
		asm.FnGetCurrentUidGid.Call(),
		asm.StoreMem(to, member(processUID), asm.R0, asm.Word),
		asm.FnGetCurrentCgroupId.Call(),
		asm.StoreMem(to, member(processCgroup), asm.R0, asm.DWord),
	)
	a.step("comm = current->group_leader->comm, without what an older name left behind its NUL")
	a.clear(to, member(processComm), unsafe.Sizeof(process{}.Comm))
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R3, asm.R0, o.TaskLeader)
	a.emit(
		asm.Add.Imm(asm.R3, int32(o.TaskCommand.Offset)),
		asm.Mov.Reg(asm.R1, to),
		asm.Add.Imm(asm.R1, int32(member(processComm))),
		asm.Mov.Imm(asm.R2, int32(unsafe.Sizeof(process{}.Comm))),
		asm.FnProbeReadKernelStr.Call(),
	)
}

// owner fills in the process of the end at to+at from its socket's inode, nobody if
// it is not known.
func (a *assembler) owner(to asm.Register, at uintptr, label string) {
	member := func(offset uintptr) int16 { return int16(at + endProcess + offset) }
	a.step("whose is " + label)
	a.clear(to, member(0), processSize)
	a.emit(
		asm.Mov.Imm32(asm.R0, -1),
		asm.StoreMem(to, member(processUID), asm.R0, asm.Word),
	)
	a.lookup(mapOwners, to, int32(at+endInode), label+"_unknown")
	for word := uintptr(0); word < processSize; word += 8 {
		a.emit(
			asm.LoadMem(asm.R1, asm.R0, int16(word), asm.DWord),
			asm.StoreMem(to, member(word), asm.R1, asm.DWord),
		)
	}
	a.label(label + "_unknown")
}

// own notes that the process at process+from owns the socket whose inode is at
// key+at, unless that is known. The process's Pid is in pid, R6 to R9.
func (a *assembler) own(key asm.Register, at int32, process asm.Register, from int32, pid asm.Register) {
	a.step("owners[inode] = process, if that is new")
	a.lookup(mapOwners, key, at, "own")
	a.emit(
		asm.LoadMem(asm.R0, asm.R0, int16(processPid), asm.Word),
		asm.JEq.Reg(asm.R0, pid, "owned"),
	)
	a.label("own")
	a.emit(
		asm.Mov.Reg(asm.R2, key),
		asm.Add.Imm(asm.R2, at),
		asm.Mov.Reg(asm.R3, process),
		asm.Add.Imm(asm.R3, from),
		asm.Mov.Imm(asm.R4, 0),
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapOwners),
		asm.FnMapUpdateElem.Call(),
	)
	a.label("owned")
}

// socketUser builds the program for a function whose given argument is a struct
// socket that the process makes or uses.
func socketUser(o *kernel.Offsets, name string, sock kernel.Field) (*ebpf.ProgramSpec, error) {
	const (
		regSock = asm.R6 // struct socket
		regPid  = asm.R7 // the process
	)
	a := &assembler{}
	a.step("the socket, and who has it")
	a.argument(regSock, sock)
	a.thisThread()
	a.emit(
		asm.Mov.Reg(regPid, asm.R0),
		asm.RSh.Imm(regPid, 32),
	)
	a.readKernel(asm.R0, regSock, o.SocketIno)
	a.step("mostly, the same process uses it again")
	a.emit(asm.StoreMem(asm.R10, slotInode, asm.R0, asm.DWord))
	a.lookup(mapOwners, asm.R10, slotInode, "another")
	a.emit(
		asm.LoadMem(asm.R0, asm.R0, int16(processPid), asm.Word),
		asm.JEq.Reg(asm.R0, regPid, "exit"),
	)
	a.label("another")
	slot := int32(slotProcess)
	a.thisProcess(o, asm.R10, uintptr(slot))
	a.emit(
		asm.Mov.Reg(asm.R2, asm.R10),
		asm.Add.Imm(asm.R2, slotInode),
		asm.Mov.Reg(asm.R3, asm.R10),
		asm.Add.Imm(asm.R3, slot),
		asm.Mov.Imm(asm.R4, 0),
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapOwners),
		asm.FnMapUpdateElem.Call(),
	)
	a.label("exit")
	a.exit()
	return a.program(name)
}

// newTask builds the program for wake_up_new_task, which the parent runs: what a
// followed process starts is followed, too.
func newTask(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		regTask    = asm.R6 // struct task_struct of the new thread or process
		regVerdict = asm.R7 // on its parent
	)
	parent, child := int16(slotSegment), int16(slotSegment+4)
	a := &assembler{}
	a.step("(struct task_struct *new)")
	a.argument(regTask, o.Registers.Arg1)
	a.thisThread()
	a.emit(
		asm.RSh.Imm(asm.R0, 32),
		asm.StoreMem(asm.R10, parent, asm.R0, asm.Word),
	)
	a.lookup(mapPids, asm.R10, int32(parent), "exit")
	a.emit(
		asm.LoadMem(regVerdict, asm.R0, 0, asm.DWord),
		asm.Mov.Reg(asm.R1, regVerdict),
		asm.And.Imm(asm.R1, int32(followed)),
		asm.JEq.Imm(asm.R1, 0, "exit"),
	)
	a.step("pids[task->tgid] = pids[this process]")
	a.readKernel(asm.R0, regTask, o.TaskProcess)
	a.emit(
		asm.StoreMem(asm.R10, child, asm.R0, asm.Word),
		asm.StoreMem(asm.R10, slotInode, regVerdict, asm.DWord),
		asm.Mov.Reg(asm.R2, asm.R10),
		asm.Add.Imm(asm.R2, int32(child)),
		asm.Mov.Reg(asm.R3, asm.R10),
		asm.Add.Imm(asm.R3, slotInode),
		asm.Mov.Imm(asm.R4, 0),
		asm.LoadMapPtr(asm.R1, 0).WithReference(mapPids),
		asm.FnMapUpdateElem.Call(),
	)
	a.label("exit")
	a.exit()
	return a.program("new_task")
}
