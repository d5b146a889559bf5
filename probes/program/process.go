package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// What programs find out of processes. Whose a socket is, the kernel does not know: any
// process may have it open. Here it is the one that used it last: that made it, accepted
// it, sent or received over it. The owners map has it for every socket, so that the
// receiver of a message has a name even when the process has gone, and the filter can
// ask for it.

// thisProcess fills in the process that runs; its thread is in slotThread.
func (a *assembler) thisProcess(to place) {
	a.step("this process")
	a.load(asm.R0, slotThread)
	a.emit(asm.RSh.Imm(asm.R0, 32))
	a.store(to.in("Pid"), asm.R0)
	a.emit(asm.FnGetCurrentUidGid.Call())
	a.store(to.in("UID"), asm.R0)
	a.emit(asm.FnGetCurrentCgroupId.Call())
	a.store(to.in("Cgroup"), asm.R0)
	a.step("comm = current->group_leader->comm, without what an older name left behind its NUL")
	a.clear(to.in("Comm"))
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R3, asm.R0, a.TaskLeader)
	a.emit(asm.Add.Imm(asm.R3, int32(a.TaskCommand.Offset)))
	a.copyString(to.in("Comm"))
}

// ifKernelThread jumps to the label if what runs is a thread of the kernel.
func (a *assembler) ifKernelThread(label string) {
	const kernelThread = 0x00200000 // PF_KTHREAD of the kernel's sched.h
	a.step("a thread of the kernel?")
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R0, asm.R0, a.TaskFlags)
	a.emit(
		asm.And.Imm(asm.R0, kernelThread),
		asm.JNE.Imm(asm.R0, 0, label),
	)
}

// ifForSomebody jumps to the label if what runs is a thread of the kernel that does for a
// process what that asked io_uring for. Before Linux 5.12 these are threads of the kernel,
// whose names start with io_.
func (a *assembler) ifForSomebody(label string) {
	a.ifKernelThread("kernel_thread")
	a.jump("for_nobody")
	a.label("kernel_thread")
	a.step("is it of io_uring? by its comm")
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R0, asm.R0, kernel.Field{Offset: a.TaskCommand.Offset, Size: 4})
	a.store(slotScalar.start(4), asm.R0)
	for at, c := range []byte("io_") {
		a.load(asm.R0, slotScalar.part(at, 1))
		a.emit(asm.JNE.Imm(asm.R0, int32(c), "for_nobody"))
	}
	a.jump(label)
	a.label("for_nobody")
}

// owner fills in the process of an end from its socket's inode, nobody if it is not
// known.
func (a *assembler) owner(end place, label string) {
	process, unknown := end.in("Process"), label+"_unknown"
	a.step("whose is " + label)
	a.clear(process)
	a.nobody(process)
	a.lookup(MapOwners, end.in("Inode"), unknown)
	a.move(process, at[Owner](asm.R0).in("Process"), asm.R1)
	a.label(unknown)
}

// nobody makes a process that is zeros one that is not known.
func (a *assembler) nobody(process place) {
	a.emit(asm.Mov.Imm32(asm.R0, -1)) // UnknownUID
	a.store(process.in("UID"), asm.R0)
}

// peerProcess fills in a process, if that is nobody yet, with the one that the kernel
// noted for the peer of sk: who connected, or listens there for a connection that is not
// accepted yet.
func (a *assembler) peerProcess(to place, sk asm.Register) {
	a.step("else pid = sk->sk_peer_pid->numbers[0].nr")
	a.load(asm.R0, to.in("Pid"))
	a.emit(asm.JNE.Imm(asm.R0, 0, "peer_known"))
	a.readKernel(asm.R0, sk, a.SockPeerPid)
	a.emit(asm.JEq.Imm(asm.R0, 0, "peer_known"))
	a.store(slotPeerPid, asm.R0)
	a.readKernel(asm.R0, asm.R0, a.PidNumber)
	a.store(to.in("Pid"), asm.R0)
	a.step("uid = sk->sk_peer_cred->uid")
	a.readKernel(asm.R0, sk, a.SockPeerCred)
	a.readKernel(asm.R0, asm.R0, a.CredUID)
	a.store(to.in("UID"), asm.R0)
	a.step("comm = pid_task(pid)->comm, if it is still there")
	a.load(asm.R0, slotPeerPid)
	a.readKernel(asm.R3, asm.R0, a.PidTask)
	a.emit(
		asm.JEq.Imm(asm.R3, 0, "peer_known"),
		asm.Add.Imm(asm.R3, int32(a.TaskCommand.Offset)-int32(a.TaskPidLink.Offset)),
	)
	a.copyString(to.in("Comm"))
	a.label("peer_known")
}

// own notes that this process uses the socket over which a send goes. It clobbers the
// register.
func (a *assembler) own(send place, pid asm.Register) {
	from, captured := send.in("Record.From"), slotOwner.in("Captured")
	a.step("owners[inode] = process; a captured message goes over it, if that is decided")
	a.move(slotOwner.in("Process"), from.in("Process"), asm.R0)
	a.load(pid, from.in("Process.Pid"))
	a.load(asm.R0, send.in("Matched"))
	a.store(captured, asm.R0)
	a.set(slotOwner.in("Turns"), 0, asm.R0)
	a.lookup(MapOwners, from.in("Inode"), "own")
	owner := at[Owner](asm.R0)
	a.turns(owner, pid)
	a.load(asm.R1, owner.in("Captured"))
	a.load(asm.R2, captured)
	a.emit(asm.Or.Reg(asm.R1, asm.R2))
	a.store(owner.in("Captured"), asm.R1)
	a.store(captured, asm.R1)
	a.load(asm.R1, owner.in("Process.Pid"))
	a.emit(asm.JNE.Reg(asm.R1, pid, "own"))
	a.refresh(owner)
	a.load(asm.R1, owner.in("Use"))
	a.emit(asm.JGE.Imm(asm.R1, int32(useSent), "owned"))
	a.set(owner.in("Use"), int32(useSent), asm.R1)
	a.jump("owned")
	a.label("own")
	a.usedAs(useSent)
	a.setOwner(from.in("Inode"), "own")
	a.label("owned")
}

// made says of the owner in slotOwner that it has made the socket now.
func (a *assembler) made() {
	a.set(slotOwner.in("Turns"), 0, asm.R0)
	a.usedAs(useMade)
}

// usedAs says how the process in slotOwner uses the socket from now on.
func (a *assembler) usedAs(u Use) {
	a.set(slotOwner.in("Use"), int32(u), asm.R0)
	a.now()
	a.store(slotOwner.in("Since"), asm.R0)
}

// turns notes in slotOwner whether processes take turns with a socket: several have, or this
// one, which uses it now, is another than who has.
func (a *assembler) turns(owner place, pid asm.Register) {
	same := "same_" + pid.String()
	a.load(asm.R1, owner.in("Turns"))
	a.load(asm.R2, owner.in("Process.Pid"))
	a.emit(asm.JEq.Reg(asm.R2, pid, same))
	a.load(asm.R2, owner.in("Use"))
	a.emit(
		asm.JLT.Imm(asm.R2, int32(useSent), same),
		asm.Mov.Imm(asm.R1, 1),
	)
	a.label(same)
	a.store(slotOwner.in("Turns"), asm.R1)
}

// refresh writes the process in slotOwner to an owner: the same process may have another
// name or user by now.
func (a *assembler) refresh(owner place) {
	a.move(owner.in("Process"), slotOwner.in("Process"), asm.R1)
}

// setOwner puts what is in slotOwner into the owners map, and counts what that has no room
// for. The label keeps its jumps apart.
func (a *assembler) setOwner(inode place, label string) {
	work := at[workArea](asm.R3)
	noted := label + "_noted"
	a.update(MapOwners, inode, slotOwner, ebpf.UpdateAny)
	a.emit(asm.JEq.Imm(asm.R0, 0, noted))
	a.workArea(work.base, noted)
	a.countOne(work.in("Counts.OwnersFull"))
	a.label(noted)
}

// awaitReceiver notes that a captured message goes to a socket: who receives over it is
// to be told.
func (a *assembler) awaitReceiver(inode place, label string) {
	a.step("who receives it is of interest")
	a.lookup(MapOwners, inode, label+"_not_known")
	a.set(at[Owner](asm.R0).in("Captured"), 1, asm.R1)
	a.jump(label + "_awaited")
	a.label(label + "_not_known")
	a.clear(slotOwner)
	a.set(slotOwner.in("Captured"), 1, asm.R0)
	a.nobody(slotOwner.in("Process"))
	a.setOwner(inode, label)
	a.label(label + "_awaited")
}
