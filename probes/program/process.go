package program

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
	processPid    = unsafe.Offsetof(Process{}.Pid)
	processUID    = unsafe.Offsetof(Process{}.UID)
	processCgroup = unsafe.Offsetof(Process{}.Cgroup)
	processComm   = unsafe.Offsetof(Process{}.Comm)
	processSize   = unsafe.Sizeof(Process{})
	commSize      = uint32(unsafe.Sizeof(Process{}.Comm))

	ownerCaptured = unsafe.Offsetof(Owner{}.Captured)
	ownerReceived = unsafe.Offsetof(Owner{}.Received)
)

// thisProcess fills the struct process at to+at with the process that runs; its
// thread is in slotThread.
func (a *assembler) thisProcess(o *kernel.Offsets, to asm.Register, at int16) {
	member := func(offset uintptr) int16 { return at + int16(offset) }
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
	a.clear(to, member(processComm), unsafe.Sizeof(Process{}.Comm))
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R3, asm.R0, o.TaskLeader)
	a.emit(asm.Add.Imm(asm.R3, int32(o.TaskCommand.Offset)))
	a.copyString(to, int32(member(processComm)), commSize)
}

// copyProcess copies the struct process at from+fromAt to to+at, by the register.
func (a *assembler) copyProcess(to asm.Register, at int16, from asm.Register, fromAt int16, by asm.Register) {
	for word := int16(0); word < int16(processSize); word += 8 {
		a.emit(
			asm.LoadMem(by, from, fromAt+word, asm.DWord),
			asm.StoreMem(to, at+word, by, asm.DWord),
		)
	}
}

// ifKernelThread jumps to the label if what runs is a thread of the kernel.
func (a *assembler) ifKernelThread(o *kernel.Offsets, label string) {
	const kernelThread = 0x00200000 // PF_KTHREAD of the kernel's sched.h
	a.step("a thread of the kernel?")
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R0, asm.R0, o.TaskFlags)
	a.emit(
		asm.And.Imm(asm.R0, kernelThread),
		asm.JNE.Imm(asm.R0, 0, label),
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
	a.lookup(MapOwners, to, int32(at+endInode), label+"_unknown")
	a.copyProcess(to, member(0), asm.R0, 0, asm.R1)
	a.label(label + "_unknown")
}

// peerProcess fills in the struct process at regWork+at, if that is nobody yet, with
// the one that the kernel noted for the peer of sk: who connected, or listens there
// for a connection that is not accepted yet.
func (a *assembler) peerProcess(o *kernel.Offsets, sk asm.Register, at uintptr) {
	member := func(offset uintptr) int16 { return int16(at + offset) }
	a.step("else pid = sk->sk_peer_pid->numbers[0].nr")
	a.emit(
		asm.LoadMem(asm.R0, regWork, member(processPid), asm.Word),
		asm.JNE.Imm(asm.R0, 0, "peer_known"),
	)
	a.readKernel(asm.R0, sk, o.SockPeerPid)
	a.emit(
		asm.JEq.Imm(asm.R0, 0, "peer_known"),
		asm.StoreMem(asm.R10, slotSegment, asm.R0, asm.DWord),
	)
	a.readKernel(asm.R0, asm.R0, o.PidNumber)
	a.emit(asm.StoreMem(regWork, member(processPid), asm.R0, asm.Word))
	a.step("uid = sk->sk_peer_cred->uid")
	a.readKernel(asm.R0, sk, o.SockPeerCred)
	a.readKernel(asm.R0, asm.R0, o.CredUID)
	a.emit(asm.StoreMem(regWork, member(processUID), asm.R0, asm.Word))
	a.step("comm = pid_task(pid)->comm, if it is still there")
	a.emit(asm.LoadMem(asm.R0, asm.R10, slotSegment, asm.DWord))
	a.readKernel(asm.R3, asm.R0, o.PidTask)
	a.emit(
		asm.JEq.Imm(asm.R3, 0, "peer_known"),
		asm.Add.Imm(asm.R3, int32(o.TaskCommand.Offset)-int32(o.TaskPidLink.Offset)),
	)
	a.copyString(regWork, int32(member(processComm)), commSize)
	a.label("peer_known")
}

// own notes that this process uses the socket of the send in the work area, the end
// of which lies at workRecord+recordFrom. It clobbers the register.
func (a *assembler) own(regPid asm.Register) {
	from := workRecord + recordFrom
	slot := func(member uintptr) int16 { return int16(slotOwner) + int16(member) }
	a.step("owners[inode] = process; a captured message goes over it, if that is decided")
	a.copyProcess(asm.R10, slotOwner, regWork, int16(from+endProcess), asm.R0)
	a.emit(
		asm.LoadMem(regPid, regWork, int16(from+endProcess+processPid), asm.Word),
		asm.LoadMem(asm.R0, regWork, int16(workSend+unsafe.Offsetof(send{}.Matched)), asm.DWord),
		asm.StoreMem(asm.R10, slot(ownerCaptured), asm.R0, asm.Word),
		asm.Mov.Imm(asm.R0, 0),
		asm.StoreMem(asm.R10, slot(ownerReceived), asm.R0, asm.Word),
	)
	a.lookup(MapOwners, regWork, int32(from+endInode), "own")
	a.emit(
		asm.LoadMem(asm.R1, asm.R0, int16(ownerCaptured), asm.Word),
		asm.LoadMem(asm.R2, asm.R10, slot(ownerCaptured), asm.Word),
		asm.Or.Reg(asm.R1, asm.R2),
		asm.StoreMem(asm.R0, int16(ownerCaptured), asm.R1, asm.Word),
		asm.StoreMem(asm.R10, slot(ownerCaptured), asm.R1, asm.Word),
		asm.LoadMem(asm.R1, asm.R0, int16(processPid), asm.Word),
		asm.JNE.Reg(asm.R1, regPid, "own"),
	)
	a.refresh()
	a.emit(asm.Ja.Label("owned"))
	a.label("own")
	a.setOwner(regWork, int32(from+endInode))
	a.label("owned")
}

// refresh writes the process in slotOwner to the owner that R0 points to: the same
// process may have another name or user by now.
func (a *assembler) refresh() {
	a.copyProcess(asm.R0, 0, asm.R10, slotOwner, asm.R1)
}

// setOwner puts what is in slotOwner into the owners map, for the inode at key+at.
func (a *assembler) setOwner(key asm.Register, at int32) {
	a.update(MapOwners, key, at, asm.R10, slotOwner)
}

// awaitReceiver notes that a captured message goes to the socket whose inode is at
// to+at: who receives over it is to be told.
func (a *assembler) awaitReceiver(to asm.Register, at int32, label string) {
	a.step("who receives it is of interest")
	a.lookup(MapOwners, to, at, label+"_not_known")
	a.emit(
		asm.Mov.Imm(asm.R1, 1),
		asm.StoreMem(asm.R0, int16(ownerCaptured), asm.R1, asm.Word),
		asm.Ja.Label(label+"_awaited"),
	)
	a.label(label + "_not_known")
	a.clear(asm.R10, slotOwner, unsafe.Sizeof(Owner{}))
	a.emit(
		asm.Mov.Imm(asm.R0, 1),
		asm.StoreMem(asm.R10, slotOwner+int16(ownerCaptured), asm.R0, asm.Word),
		asm.Mov.Imm32(asm.R0, -1),
		asm.StoreMem(asm.R10, slotOwner+int16(processUID), asm.R0, asm.Word),
	)
	a.setOwner(to, at)
	a.label(label + "_awaited")
}

// socketMade builds the program for the functions that make a socket, which is
// their second argument.
func socketMade(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("the socket")
	a.argument(asm.R0, o.Registers.Arg2)
	a.readKernel(asm.R0, asm.R0, o.SocketIno)
	a.emit(asm.StoreMem(asm.R10, slotInode, asm.R0, asm.DWord))
	a.ifKernelThread(o, "exit")
	a.thisThread()
	a.clear(asm.R10, slotOwner, unsafe.Sizeof(Owner{}))
	a.thisProcess(o, asm.R10, slotOwner)
	a.setOwner(asm.R10, slotInode)
	a.label("exit")
	a.exit()
	return a.program("socket_made")
}

// socketUsed builds the program for the functions that receive over a socket, which
// is their first argument. If somebody else did so before, or nobody, and a
// captured message is on its way there, the reader is told who receives it.
// Nobody is told of it who only counts.
func socketUsed(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	const (
		regWork     = asm.R6 // this CPU's struct work
		regSock     = asm.R7 // struct socket, then the struct sock of its peer
		regPid      = asm.R8 // the process
		regCaptured = asm.R9 // a captured message went to the socket
	)
	from, to := workRecord+recordFrom, workRecord+recordTo
	a := newAssembler(o)
	a.step("the socket, and who uses it")
	a.argument(regSock, o.Registers.Arg1)
	a.emit(asm.StoreMem(asm.R10, slotContext, asm.R1, asm.DWord))
	a.thisThread()
	a.emit(
		asm.Mov.Reg(regPid, asm.R0),
		asm.RSh.Imm(regPid, 32),
	)
	a.readKernel(asm.R0, regSock, o.SocketIno)
	a.emit(
		asm.StoreMem(asm.R10, slotInode, asm.R0, asm.DWord),
		asm.Mov.Imm(regCaptured, 0),
	)
	a.step("mostly, the same process uses it again")
	a.lookup(MapOwners, asm.R10, slotInode, "another")
	a.emit(
		asm.LoadMem(regCaptured, asm.R0, int16(ownerCaptured), asm.Word),
		asm.LoadMem(asm.R1, asm.R0, int16(ownerReceived), asm.Word),
		asm.JEq.Imm(asm.R1, 0, "another"), // it is to be told
		asm.LoadMem(asm.R1, asm.R0, int16(processPid), asm.Word),
		asm.JNE.Reg(asm.R1, regPid, "another"),
	)
	if f.ByProcess() {
		a.step("it may have another name or user by now, which the filter asks for")
		a.thisProcess(o, asm.R10, slotOwner)
		a.lookup(MapOwners, asm.R10, slotInode, "exit")
		a.refresh()
	}
	a.emit(asm.Ja.Label("exit"))

	a.label("another")
	a.ifKernelThread(o, "exit")
	a.thisProcess(o, asm.R10, slotOwner)
	a.emit(
		asm.StoreMem(asm.R10, slotOwner+int16(ownerCaptured), regCaptured, asm.Word),
		asm.Mov.Imm(asm.R0, 1),
		asm.StoreMem(asm.R10, slotOwner+int16(ownerReceived), asm.R0, asm.Word),
	)
	a.setOwner(asm.R10, slotInode)
	if m == Counting {
		a.label("exit")
		a.exit()
		return a.program("socket_used")
	}

	a.step("its peer")
	a.workArea(regWork, "exit")
	a.readKernel(regSock, regSock, o.SocketSk)
	a.readKernel(regSock, regSock, o.UnixPeer)
	a.inode(o, regSock, to)
	a.emit(asm.JNE.Imm(regCaptured, 0, "tell"))
	a.lookup(MapOwners, regWork, int32(to+endInode), "exit")
	a.emit(
		asm.LoadMem(asm.R0, asm.R0, int16(ownerCaptured), asm.Word),
		asm.JEq.Imm(asm.R0, 0, "exit"),
	)

	a.label("tell")
	a.emit(
		asm.FnKtimeGetNs.Call(),
		asm.StoreMem(regWork, int16(workRecord+unsafe.Offsetof(Record{}.Time)), asm.R0, asm.DWord),
		asm.LoadMem(asm.R0, asm.R10, slotInode, asm.DWord),
		asm.StoreMem(regWork, int16(from+endInode), asm.R0, asm.DWord),
	)
	a.copyProcess(regWork, int16(from+endProcess), asm.R10, slotOwner, asm.R0)
	a.emit(
		asm.Mov.Imm(asm.R0, 0),
		asm.StoreMem(regWork, int16(workSend+unsafe.Offsetof(send{}.Fill)), asm.R0, asm.DWord),
	)
	a.step("without room for it, the receiver keeps the name that it had")
	a.outputPayload(regWork, RecordOwner)
	a.label("exit")
	a.exit()
	return a.program("socket_used")
}

// newTask builds the program for wake_up_new_task, which the parent runs: what a
// followed process starts is followed, too. What another starts is not one of the
// processes that are asked for, though one of them may have had the same pid.
func newTask(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		regTask    = asm.R6 // struct task_struct of the new thread or process
		regVerdict = asm.R7 // on its parent
	)
	parent, child := int16(slotSegment), int16(slotSegment+4)
	a := newAssembler(o)
	a.step("(struct task_struct *new)")
	a.argument(regTask, o.Registers.Arg1)
	a.thisThread()
	a.emit(
		asm.RSh.Imm(asm.R0, 32),
		asm.StoreMem(asm.R10, parent, asm.R0, asm.Word),
	)
	a.readKernel(asm.R0, regTask, o.TaskProcess)
	a.step("a new thread changes nothing")
	a.emit(
		asm.StoreMem(asm.R10, child, asm.R0, asm.Word),
		asm.LoadMem(asm.R1, asm.R10, parent, asm.Word),
		asm.JEq.Reg(asm.R0, asm.R1, "exit"),
	)
	a.lookup(MapPids, asm.R10, int32(parent), "forget")
	a.emit(
		asm.LoadMem(regVerdict, asm.R0, 0, asm.DWord),
		asm.Mov.Reg(asm.R1, regVerdict),
		asm.And.Imm(asm.R1, int32(followed)),
		asm.JEq.Imm(asm.R1, 0, "forget"),
	)
	a.step("pids[new] = pids[this process], but for being left out")
	a.emit(
		asm.And.Imm(regVerdict, int32(wantProcess|followed)),
		asm.StoreMem(asm.R10, slotInode, regVerdict, asm.DWord),
	)
	a.update(MapPids, asm.R10, int32(child), asm.R10, slotInode)
	a.emit(asm.Ja.Label("exit"))
	a.label("forget")
	a.step("delete pids[new]")
	a.remove(MapPids, asm.R10, int32(child))
	a.label("exit")
	a.exit()
	return a.program("new_task")
}

// taskGone builds the program for release_task: the process is not to be in the map
// for ever.
func taskGone(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const regTask = asm.R6 // struct task_struct that is forgotten
	pid := int16(slotSegment)
	a := newAssembler(o)
	a.step("(struct task_struct *gone)")
	a.argument(regTask, o.Registers.Arg1)
	a.readKernel(asm.R0, regTask, o.TaskProcess)
	a.emit(asm.StoreMem(asm.R10, pid, asm.R0, asm.Word))
	a.readKernel(asm.R0, regTask, o.TaskThread)
	a.step("a leader is forgotten with the last of its threads")
	a.emit(
		asm.LoadMem(asm.R1, asm.R10, pid, asm.Word),
		asm.JNE.Reg(asm.R0, asm.R1, "exit"),
	)
	a.remove(MapPids, asm.R10, int32(pid))
	a.label("exit")
	a.exit()
	return a.program("task_gone")
}
