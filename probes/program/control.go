package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// controller is the control program, and what its registers hold.
type controller struct {
	*assembler
	work  place        // this CPU's work area
	send  place        // the send there
	steps asm.Register // done in this run
	there asm.Register // address in the kernel of what is read next
	file  place        // the struct file in the payload to fill in
}

const headerSize = unix.SizeofCmsghdr

// controlSteps bounds the loop of the control program: by 33 runs in a row, and by those that
// memfds leaves, there are enough for 253 descriptors and as many headers as fit beside these.
const controlSteps = 64

// controlMessage builds the program that outputs a send's ancillary data, and
// what the file descriptors in there lead to. It runs as a tail call of the
// program that announced the send, or of memfds, and of itself: a step takes one header or one
// descriptor. The send is in the work area.
func controlMessage(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	work := at[workArea](asm.R6)
	c := &controller{
		assembler: newAssembler(o),
		work:      work, send: work.in("Send"),
		steps: asm.R7, there: asm.R8, file: at[file](asm.R9),
	}

	c.tailCalled(c.work.base, "exit")
	c.emit(asm.Mov.Imm(c.steps, 0))
	c.load(asm.R1, c.send.in("ControlAt"))
	c.emit(asm.JNE.Imm(asm.R1, 0, "step"))
	c.data("lost")

	c.label("step")
	c.orHeader("descriptor", "next", "done")
	c.label("descriptor")
	c.describe("done")

	c.label("next")
	c.repeat(c.steps, controlSteps, "step")
	c.tailCall(tailControl)

	c.label("done")
	c.step("what the descriptors lead to")
	c.load(asm.R1, c.send.in("Fill"))
	c.emit(asm.JEq.Imm(asm.R1, 0, "exit"))
	c.outputPayload(c.work, RecordFiles)
	c.emit(asm.JSGE.Imm(asm.R0, 0, "exit"))
	c.label("lost")
	c.countOne(c.work.in("Counts.ControlLost"))
	c.label("exit")
	c.exit()
	return c.program("control")
}

// data outputs the ancillary data as it is, or jumps to lost.
func (c *controller) data(lost string) {
	size := c.there
	c.step("first of all the data itself")
	c.load(size, c.send.in("ControlLen"))
	c.emit(asm.Mov.Imm(asm.R1, controlMask))
	c.minimum(size, asm.R1)
	c.emit(asm.And.Imm(size, controlMask)) // for the verifier
	c.store(c.send.in("Fill"), size)
	c.address(asm.R1, c.work.in("Payload"))
	c.emit(asm.Mov.Reg(asm.R2, size))
	c.load(asm.R3, c.send.in("Control"))
	c.emit(
		asm.FnProbeReadKernel.Call(),
		asm.JNE.Imm(asm.R0, 0, lost),
	)
	c.outputPayload(c.work, RecordControl)
	c.emit(asm.JSLT.Imm(asm.R0, 0, lost))
	c.set(c.send.in("Fill"), 0, asm.R1)
}

// orHeader jumps to descriptor if there is one to look at. Else it takes the next header, and jumps
// to next, or behind the last one to done.
func (c *controller) orHeader(descriptor, next, done string) {
	c.load(asm.R1, c.send.in("Descriptor"))
	c.emit(asm.JNE.Imm(asm.R1, 0, descriptor))
	c.header("other", done)
	c.jump(next)
	c.label("other")
	c.passHeader()
	c.jump(next)
}

// header turns to the descriptors under the next header. If that is of another kind it
// jumps to other, where passHeader takes over, and behind the last one to done.
func (c *controller) header(other, done string) {
	c.step("struct cmsghdr {size_t len; int level; int type}")
	c.load(asm.R1, c.send.in("ControlAt"))
	c.load(c.there, c.send.in("Control"))
	c.emit(
		asm.Add.Reg(c.there, asm.R1),
		asm.Add.Imm(asm.R1, headerSize),
	)
	c.load(asm.R2, c.send.in("ControlLen"))
	c.emit(asm.JGT.Reg(asm.R1, asm.R2, done))
	c.copyKernel(slotHeader, at[controlHeader](c.there))
	c.load(asm.R1, slotHeader.in("Len"))
	c.emit(asm.JLT.Imm(asm.R1, headerSize, done)) // the kernel refuses it
	c.load(asm.R2, c.send.in("ControlAt"))
	c.load(asm.R3, slotHeader.in("Level"))
	c.emit(asm.JNE.Imm(asm.R3, unix.SOL_SOCKET, other))
	c.load(asm.R3, slotHeader.in("Type"))
	c.emit(asm.JNE.Imm(asm.R3, unix.SCM_RIGHTS, other))

	c.step("SCM_RIGHTS: descriptors follow")
	c.emit(asm.Add.Imm(asm.R2, headerSize))
	c.store(c.send.in("ControlAt"), asm.R2)
	c.emit(
		asm.Sub.Imm(asm.R1, headerSize),
		asm.RSh.Imm(asm.R1, 2),
	)
	c.store(c.send.in("Descriptor"), asm.R1)
}

// passHeader passes over a header, the length of which is in R1 and the offset in R2.
func (c *controller) passHeader() {
	c.step("any other: at += CMSG_ALIGN(len)")
	c.emit(
		asm.Add.Reg(asm.R2, asm.R1),
		asm.Add.Imm(asm.R2, 7),
		asm.And.Imm(asm.R2, ^7),
	)
	c.store(c.send.in("ControlAt"), asm.R2)
}

// describe adds what the next descriptor leads to, and jumps to full if there is no room
// for it.
func (c *controller) describe(full string) {
	fill := c.send.in("Fill")
	c.step("a struct file for it at payload + fill, if more fit than the kernel lets pass")
	c.load(asm.R1, fill)
	c.emit(
		asm.JGT.Imm(asm.R1, flushAt, full),
		asm.And.Imm(asm.R1, fillMask),
	)
	c.address(c.file.base, c.work.in("Payload"))
	c.emit(asm.Add.Reg(c.file.base, asm.R1))
	c.descriptor()
	c.copyKernel(c.file.in("Descriptor"), at[int32](c.there))
	c.openFile(c.there, c.file.in("Descriptor"))
	c.describeFile(c.file, c.there)
	c.step("the next one")
	c.load(asm.R1, fill)
	c.emit(asm.Add.Imm(asm.R1, int32(c.file.size)))
	c.store(fill, asm.R1)
	c.passDescriptor()
}

// descriptor loads where the next descriptor is.
func (c *controller) descriptor() {
	c.load(c.there, c.send.in("Control"))
	c.load(asm.R1, c.send.in("ControlAt"))
	c.emit(asm.Add.Reg(c.there, asm.R1))
}

// passDescriptor passes over a descriptor, and behind the last one to the next header.
func (c *controller) passDescriptor() {
	offset, descriptors := c.send.in("ControlAt"), c.send.in("Descriptor")
	c.step("at the last one, CMSG_ALIGN to the next header")
	c.load(asm.R2, offset)
	c.emit(asm.Add.Imm(asm.R2, 4))
	c.load(asm.R1, descriptors)
	c.emit(asm.Sub.Imm(asm.R1, 1))
	c.store(descriptors, asm.R1)
	c.emit(
		asm.JNE.Imm(asm.R1, 0, "more"),
		asm.Add.Imm(asm.R2, 7),
		asm.And.Imm(asm.R2, ^7),
	)
	c.label("more")
	c.store(offset, asm.R2)
}

// openFile loads into dst the kernel's struct file of a descriptor, 0 if it is not open.
func (a *assembler) openFile(dst asm.Register, descriptor place) {
	a.step("fdt = current->files->fdt; fdt->fd[n] if n < fdt->max_fds")
	a.emit(asm.FnGetCurrentTask.Call())
	a.readKernel(asm.R0, asm.R0, a.TaskFiles)
	a.readKernel(dst, asm.R0, a.FilesTable)
	a.readKernel(asm.R0, dst, a.TableSize)
	a.load(asm.R1, descriptor)
	a.emit(
		asm.JLT.Reg(asm.R1, asm.R0, "open"),
		asm.Mov.Imm(dst, 0),
	)
	a.label("open")
	a.readKernel(dst, dst, a.TableFiles)
	a.load(asm.R1, descriptor)
	a.emit(
		asm.LSh.Imm(asm.R1, 3),
		asm.Add.Reg(dst, asm.R1),
	)
	a.readKernel(dst, dst, kernel.Field{Size: 8})
}

// describeFile fills in a struct file from the kernel's at from, which it clobbers.
func (a *assembler) describeFile(to place, from asm.Register) {
	a.step("name = file->f_path.dentry->d_name.name")
	a.readKernel(asm.R0, from, a.FileDentry)
	a.readKernel(asm.R3, asm.R0, a.DentryName)
	a.copyString(to.in("Name"))
	a.step("inode = file->f_inode: its mode, its number and its device")
	a.readKernel(from, from, a.FileInode)
	a.readKernel(asm.R0, from, a.InodeMode)
	a.store(to.in("Mode"), asm.R0)
	a.readKernel(asm.R0, from, a.InodeNumber)
	a.store(to.in("Inode"), asm.R0)
	a.readKernel(asm.R0, from, a.InodeSuper)
	a.readKernel(asm.R0, asm.R0, a.SuperDevice)
	a.store(to.in("Device"), asm.R0)
}
