package program

import (
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// controlMessage builds the program that outputs a send's ancillary data, and
// what the file descriptors in there lead to. It runs as a tail call of the
// program that announced the send, and of itself: a step takes one header or one
// descriptor. The send is in the work area.
func controlMessage(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		regWork  = asm.R6 // this CPU's struct work
		regSteps = asm.R7 // steps done in this run
		regThere = asm.R8 // address in the kernel of what is read next
		regFile  = asm.R9 // the struct file in the payload to fill in

		headerSize = unix.SizeofCmsghdr
	)
	at := func(member uintptr) int16 { return int16(workSend + member) }
	var (
		control     = at(unsafe.Offsetof(send{}.Control))
		controlLen  = at(unsafe.Offsetof(send{}.ControlLen))
		controlAt   = at(unsafe.Offsetof(send{}.ControlAt))
		descriptors = at(unsafe.Offsetof(send{}.Descriptor))
		fill        = at(unsafe.Offsetof(send{}.Fill))
	)
	load, store := words(regWork)

	a := newAssembler(o)
	a.tailCalled(regWork)
	a.emit(
		asm.Mov.Imm(regSteps, 0),
		load(asm.R1, controlAt),
		asm.JNE.Imm(asm.R1, 0, "step"),
	)

	a.step("first of all the data itself")
	a.emit(
		load(regThere, controlLen),
		asm.Mov.Imm(asm.R1, controlMask),
	)
	a.minimum(regThere, asm.R1)
	a.emit(
		asm.And.Imm(regThere, controlMask), // for the verifier
		store(fill, regThere),
		asm.Mov.Reg(asm.R1, regWork),
		asm.Add.Imm(asm.R1, int32(unsafe.Offsetof(work{}.Payload))),
		asm.Mov.Reg(asm.R2, regThere),
		load(asm.R3, control),
		asm.FnProbeReadKernel.Call(),
		asm.JNE.Imm(asm.R0, 0, "lost"),
	)
	a.outputPayload(regWork, RecordControl)
	a.emit(
		asm.JSLT.Imm(asm.R0, 0, "lost"),
		asm.Mov.Imm(asm.R1, 0),
		store(fill, asm.R1),
	)

	a.label("step")
	a.emit(
		load(asm.R1, descriptors),
		asm.JNE.Imm(asm.R1, 0, "descriptor"),
	)
	a.step("struct cmsghdr {size_t len; int level; int type}")
	a.emit(
		load(asm.R1, controlAt),
		load(regThere, control),
		asm.Add.Reg(regThere, asm.R1),
		asm.Add.Imm(asm.R1, headerSize),
		load(asm.R2, controlLen),
		asm.JGT.Reg(asm.R1, asm.R2, "done"),
	)
	a.copyKernel(asm.R10, slotSegment, regThere, 0, headerSize)
	a.emit(
		asm.LoadMem(asm.R1, asm.R10, slotSegment, asm.DWord),
		asm.JLT.Imm(asm.R1, headerSize, "done"), // the kernel refuses it
		load(asm.R2, controlAt),
		asm.LoadMem(asm.R3, asm.R10, slotSegment+8, asm.Word),
		asm.JNE.Imm(asm.R3, unix.SOL_SOCKET, "other"),
		asm.LoadMem(asm.R3, asm.R10, slotSegment+12, asm.Word),
		asm.JNE.Imm(asm.R3, unix.SCM_RIGHTS, "other"),
	)
	a.step("SCM_RIGHTS: descriptors follow")
	a.emit(
		asm.Add.Imm(asm.R2, headerSize),
		store(controlAt, asm.R2),
		asm.Sub.Imm(asm.R1, headerSize),
		asm.RSh.Imm(asm.R1, 2),
		store(descriptors, asm.R1),
		asm.Ja.Label("next"),
	)
	a.label("other")
	a.step("any other: at += CMSG_ALIGN(len)")
	a.emit(
		asm.Add.Reg(asm.R2, asm.R1),
		asm.Add.Imm(asm.R2, 7),
		asm.And.Imm(asm.R2, ^7),
		store(controlAt, asm.R2),
		asm.Ja.Label("next"),
	)

	a.label("descriptor")
	a.step("a struct file for it at payload + fill, if more fit than the kernel lets pass")
	a.emit(
		load(asm.R1, fill),
		asm.JGT.Imm(asm.R1, flushAt, "done"),
		asm.And.Imm(asm.R1, fillMask),
		asm.Mov.Reg(regFile, regWork),
		asm.Add.Imm(regFile, int32(unsafe.Offsetof(work{}.Payload))),
		asm.Add.Reg(regFile, asm.R1),
		load(regThere, control),
		load(asm.R1, controlAt),
		asm.Add.Reg(regThere, asm.R1),
	)
	a.copyKernel(regFile, int32(unsafe.Offsetof(file{}.Descriptor)), regThere, 0, 4)
	a.openFile(o, regThere, regFile)
	a.describeFile(o, regThere, regFile)

	a.step("at the last one, CMSG_ALIGN to the next header")
	a.emit(
		load(asm.R1, fill),
		asm.Add.Imm(asm.R1, int32(unsafe.Sizeof(file{}))),
		store(fill, asm.R1),
		load(asm.R2, controlAt),
		asm.Add.Imm(asm.R2, 4),
		load(asm.R1, descriptors),
		asm.Sub.Imm(asm.R1, 1),
		store(descriptors, asm.R1),
		asm.JNE.Imm(asm.R1, 0, "more"),
		asm.Add.Imm(asm.R2, 7),
		asm.And.Imm(asm.R2, ^7),
	)
	a.label("more")
	a.emit(store(controlAt, asm.R2))

	a.label("next")
	a.emit(
		asm.Add.Imm(regSteps, 1),
		asm.JLT.Imm(regSteps, stepsPerRun, "step"),
	)
	a.tailCall(tailControl)

	a.label("done")
	a.step("what the descriptors lead to")
	a.emit(
		load(asm.R1, fill),
		asm.JEq.Imm(asm.R1, 0, "exit"),
	)
	a.outputPayload(regWork, RecordFiles)
	a.emit(asm.JSGE.Imm(asm.R0, 0, "exit"))
	a.label("lost")
	a.countOne(regWork, unsafe.Offsetof(Counts{}.ControlLost))
	a.label("exit")
	a.exit()
	return a.program("control")
}

// openFile loads into dst the kernel's struct file of the descriptor noted at
// to, 0 if it is not open.
func (a *assembler) openFile(o *kernel.Offsets, dst, to asm.Register) {
	descriptor := int16(unsafe.Offsetof(file{}.Descriptor))
	a.step("fdt = current->files->fdt; fdt->fd[n] if n < fdt->max_fds")
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R0, asm.R0, o.TaskFiles)
	a.readKernel(dst, asm.R0, o.FilesTable)
	a.readKernel(asm.R0, dst, o.TableSize)
	a.emit(
		asm.LoadMem(asm.R1, to, descriptor, asm.Word),
		asm.JLT.Reg(asm.R1, asm.R0, "open"),
		asm.Mov.Imm(dst, 0),
	)
	a.label("open")
	a.readKernel(dst, dst, o.TableFiles)
	a.emit(
		asm.LoadMem(asm.R1, to, descriptor, asm.Word),
		asm.LSh.Imm(asm.R1, 3),
		asm.Add.Reg(dst, asm.R1),
	)
	a.readKernel(dst, dst, kernel.Field{Size: 8})
}

// describeFile fills in the struct file at to from the kernel's at from.
func (a *assembler) describeFile(o *kernel.Offsets, from, to asm.Register) {
	store := func(member uintptr, size asm.Size) {
		a.emit(asm.StoreMem(to, int16(member), asm.R0, size))
	}
	a.step("name = file->f_path.dentry->d_name.name")
	a.readKernel(asm.R0, from, o.FileDentry)
	a.readKernel(asm.R3, asm.R0, o.DentryName)
	a.copyString(to, int32(unsafe.Offsetof(file{}.Name)), fileNameSize)
	a.step("inode = file->f_inode: its mode and number")
	a.readKernel(from, from, o.FileInode)
	a.readKernel(asm.R0, from, o.InodeMode)
	store(unsafe.Offsetof(file{}.Mode), asm.Word)
	a.readKernel(asm.R0, from, o.InodeNumber)
	store(unsafe.Offsetof(file{}.Inode), asm.DWord)
}
