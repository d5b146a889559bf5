package program

import (
	"encoding/binary"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Who used a socket last need not be who receives over it next. A process hands sockets on
// when it forks, when it passes them over another one, and when it ends or starts another
// program, which leaves them to whoever has them as well. Which of its sockets those are
// takes a look at all of them, so the time is noted instead: what is known of the sockets
// that it used before, but not since, is in doubt. The next one to receive over such a
// socket is told, as if nobody had used it before, and settles that.
//
// Where several processes have used a socket, or had it when the capture started, they may
// take turns: there it is in doubt with each send.

// handed is when a process handed on its sockets last.
type handed struct {
	Time  uint64 // nanoseconds of CLOCK_MONOTONIC
	Ended uint64 // 1 if it has ended then
}

// doubt is what doubtUse looks at, of an Owner.
type doubt struct{ Since, Turns uint64 }

// doubtUse makes the use of the receiver's socket one in doubt if it is, of the Owner at R0:
// in the record and in the map.
func (a *assembler) doubtUse(j judged) {
	process, use := j.to().in("Process"), j.send.in("Record.Use")
	owner, handed := at[Owner](asm.R0), at[handed](asm.R0)
	a.move(slotDoubt.in("Since"), owner.in("Since"), asm.R1)
	a.move(slotDoubt.in("Turns"), owner.in("Turns"), asm.R1)
	a.step("has it handed on its sockets since it used this one?")
	a.lookup(MapHanded, process.in("Pid"), "not_handed")
	a.load(asm.R1, handed.in("Time"))
	a.load(asm.R2, slotDoubt.in("Since"))
	a.emit(asm.JLE.Reg(asm.R1, asm.R2, "not_handed"))
	a.load(asm.R1, handed.in("Ended"))
	a.emit(
		asm.Mov.Imm(asm.R2, int32(useGone)),
		asm.JNE.Imm(asm.R1, 0, "note_doubt"),
	)
	a.jump("handed")
	a.label("not_handed")
	a.step("or do processes take turns with it?")
	a.load(asm.R1, slotDoubt.in("Turns"))
	a.emit(asm.JEq.Imm(asm.R1, 0, "no_doubt"))
	a.label("handed")
	a.step("if it is not in doubt as it is")
	a.load(asm.R1, use)
	a.emit(
		asm.JLT.Imm(asm.R1, int32(UseAlone), "no_doubt"),
		asm.JGT.Imm(asm.R1, int32(useReceived), "no_doubt"),
		asm.Mov.Imm(asm.R2, int32(useDoubt)),
	)
	a.label("note_doubt")
	a.store(use, asm.R2)
	a.lookup(MapOwners, j.to().in("Inode"), "no_doubt")
	a.move(owner.in("Use"), use, asm.R1)
	a.label("no_doubt")
}

// startedSize is what the rings of MapStarted carry: a thread as in Record.
const startedSize = 8

// DecodeStarted reads the process id from a record of those rings.
func DecodeStarted(raw []byte) (pid int, ok bool) {
	if len(raw) < startedSize {
		return 0, false
	}
	return int(binary.NativeEndian.Uint64(raw) >> 32), true
}

// handOn notes that this process hands on its sockets now; its thread is in slotThread.
func (a *assembler) handOn(ended int32) {
	a.step("handed[process] = now")
	a.load(asm.R0, slotThread)
	a.emit(asm.RSh.Imm(asm.R0, 32))
	a.store(slotPid, asm.R0)
	a.set(slotHanded.in("Ended"), ended, asm.R0)
	a.now()
	a.store(slotHanded.in("Time"), asm.R0)
	a.update(MapHanded, slotPid, slotHanded, ebpf.UpdateAny)
}

// processForked builds the program for the tracepoint sched_process_fork, with (struct
// task_struct *parent, struct task_struct *child): a new thread changes nothing.
func processForked(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("is it of another process?")
	a.argument(asm.R6, kernel.Field{Offset: 8, Size: 8})
	a.thisThread()
	a.readKernel(asm.R0, asm.R6, o.TaskProcess)
	a.load(asm.R1, slotThread)
	a.emit(
		asm.RSh.Imm(asm.R1, 32),
		asm.JEq.Reg(asm.R0, asm.R1, "exit"),
	)
	a.handOn(0)
	a.label("exit")
	a.exit()
	return a.tracepoint("process_forked")
}

// processExec builds the program for the tracepoint sched_process_exec. It tells of the
// process if it is asked to: whoever hears of it at once finds it in /proc, however soon it ends.
// What finds no room in a ring is looked for there later, as if there was no such program.
func processExec(o *kernel.Offsets, tell bool) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("it has another program now")
	if tell {
		a.keepContext()
	}
	a.thisThread()
	a.handOn(0)
	if tell {
		a.step("output the thread")
		a.emit(asm.Mov.Imm(asm.R5, startedSize))
		a.outputTo(MapStarted, slotThread)
	}
	a.exit()
	return a.tracepoint("process_exec")
}

// processEnded builds the program for the tracepoint sched_process_exit, which each thread
// comes to: a process ends with its leader, or a little later.
func processEnded(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("is it the leader?")
	a.thisThread()
	a.emit(
		asm.Mov.Reg32(asm.R1, asm.R0),
		asm.RSh.Imm(asm.R0, 32),
		asm.JNE.Reg(asm.R0, asm.R1, "exit"),
	)
	a.handOn(1)
	a.label("exit")
	a.exit()
	return a.tracepoint("process_ended")
}

// ancillarySent builds the program for __scm_send: sockets may be among the descriptors that
// are passed.
func ancillarySent(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.step("the process may pass sockets")
	a.thisThread()
	a.handOn(0)
	a.exit()
	return a.program("ancillary_sent")
}
