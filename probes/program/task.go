package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// The programs that learn what followed processes start, and which are no more.

// newTask builds the program for wake_up_new_task, which the parent runs: what a
// followed process starts is followed, too. What another starts is not one of the
// processes that are asked for, though one of them may have had the same pid.
func newTask(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		task    = asm.R6 // struct task_struct of the new thread or process
		verdict = asm.R7 // on its parent
	)
	work := at[workArea](asm.R8) // this CPU's, as it begins in both modes
	parent, child := slotTasks.in("Parent"), slotTasks.in("Child")
	a := newAssembler(o)
	a.step("(struct task_struct *new)")
	a.argument(task, o.Registers.Arg1)
	a.thisThread()
	a.emit(asm.RSh.Imm(asm.R0, 32))
	a.store(parent, asm.R0)
	a.readKernel(asm.R0, task, o.TaskProcess)
	a.step("a new thread changes nothing")
	a.store(child, asm.R0)
	a.load(asm.R1, parent)
	a.emit(asm.JEq.Reg(asm.R0, asm.R1, "exit"))
	a.lookup(MapPids, parent, "forget")
	a.load(verdict, at[Verdict](asm.R0))
	a.emit(
		asm.Mov.Reg(asm.R1, verdict),
		asm.And.Imm(asm.R1, int32(followed)),
		asm.JEq.Imm(asm.R1, 0, "forget"),
	)
	a.step("pids[new] = pids[this process], but for being left out")
	a.emit(asm.And.Imm(verdict, int32(wantProcess|followed)))
	a.store(slotVerdict, verdict)
	a.update(MapPids, child, slotVerdict, ebpf.UpdateAny)
	a.emit(asm.JEq.Imm(asm.R0, 0, "exit"))
	a.workArea(work.base, "exit")
	a.countOne(work.in("Counts.PidsFull"))
	a.jump("exit")
	a.label("forget")
	a.step("delete pids[new]")
	a.remove(MapPids, child)
	a.label("exit")
	a.exit()
	return a.program("new_task")
}

// taskGone builds the program for release_task: the process is not to be in the map
// for ever.
func taskGone(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const task = asm.R6 // struct task_struct that is forgotten
	a := newAssembler(o)
	a.step("(struct task_struct *gone)")
	a.argument(task, o.Registers.Arg1)
	a.readKernel(asm.R0, task, o.TaskProcess)
	a.store(slotPid, asm.R0)
	a.readKernel(asm.R0, task, o.TaskThread)
	a.step("a leader is forgotten with the last of its threads")
	a.load(asm.R1, slotPid)
	a.emit(asm.JNE.Reg(asm.R0, asm.R1, "exit"))
	a.remove(MapPids, slotPid)
	a.label("exit")
	a.exit()
	return a.program("task_gone")
}
