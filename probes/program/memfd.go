package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// What is in the memfds that a send passes. Who sends one mostly closes it at once, and who
// receives it soon after that, so nobody can open it any more when a reader hears of it. But
// while it is sent, its bytes are in memory, in pages that the kernel has in a tree.

// memfds is the program that looks at them, and what its registers hold. Members of the send
// that say where its bytes are say where those of a file are: what lies in the work area is a
// copy, the send in flight has its own.
type memfds struct {
	controller
	entry asm.Register // of the tree; of a descriptor, the inode
	most  int          // bytes of each that are wanted

	mapping place // struct address_space of the file that is read, 0 while none is
	at      place // entry of the tree where this step goes on
	rest    place // index of the page, below that entry
	done    place // bytes read
	left    place // bytes to read
	piece   place // bytes of this step
	number  place // of the descriptor among those of the message
	runs    place // of this program, 0 in the first
}

const (
	// maxRuns of the program leave tail calls for those that follow.
	maxRuns = 24
	// memfdSteps bounds the loop of a run.
	memfdSteps = 128

	// nowhere can't be read, so whoever does gets zeros.
	nowhere = -4096

	// The two lower bits of an entry say what it is (include/linux/xarray.h): none is set
	// for a page, the upper for what is of the tree itself. Of these, a node is above
	// maxInternal, and what stands for another slot of its node is below siblings.
	kindOfEntry = 3
	ofTheTree   = 2
	maxInternal = 4096
	siblings    = 256
)

// passedMemfds builds the program that outputs what is in memfds that a send passes, a record or
// more for each. It runs as a tail call of the program that announced the send, and of itself,
// and continues in control. A step takes one header, one descriptor, one entry of the tree, or
// one piece of a page. What can't be read is missing, which the size tells.
func passedMemfds(o *kernel.Offsets, most int) (*ebpf.ProgramSpec, error) {
	work := at[workArea](asm.R6)
	send := work.in("Send")
	m := &memfds{
		controller: controller{assembler: newAssembler(o), work: work, send: send, steps: asm.R7, there: asm.R8},
		entry:      asm.R9, most: most,
		mapping: send.in("Base"), at: send.in("Next"), rest: send.in("Skip"), done: send.in("Here"),
		left: send.in("Left"), piece: send.in("Memory"), number: send.in("Segs"), runs: send.in("Final"),
	}

	m.tailCalled(m.work.base, "exit")
	m.emit(asm.Mov.Imm(m.steps, 0))
	m.load(asm.R1, m.runs)
	m.emit(asm.JNE.Imm(asm.R1, 0, "step"))
	m.set(m.mapping, 0, asm.R1)
	m.store(m.number, asm.R1)

	m.label("step")
	m.load(asm.R1, m.mapping)
	m.emit(asm.JNE.Imm(asm.R1, 0, "file"))
	m.orHeader("descriptor", "next", "done")
	m.label("descriptor")
	m.open("next")
	m.jump("root")

	m.label("file")
	m.node("leaf", "zeros", "end", "next")
	m.label("leaf")
	m.leaf("page", "zeros", "end")
	m.label("zeros")
	m.emit(
		asm.Mov.Imm(m.entry, 0),
		asm.Mov.Imm(m.there, nowhere),
	)
	m.label("page")
	m.read("end")
	m.step("all that is wanted?")
	m.load(asm.R1, m.left)
	m.emit(asm.JEq.Imm(asm.R1, 0, "end"))
	m.load(asm.R1, m.send.in("Fill"))
	m.emit(asm.JLE.Imm(asm.R1, flushAt, "root"))
	m.step("another piece might not fit")
	m.outputPayload(m.work, RecordContent)
	m.begin()
	m.label("root")
	m.root()
	m.jump("next")
	m.label("end")
	m.outputPayload(m.work, RecordContent)
	m.set(m.mapping, 0, asm.R1)

	m.label("next")
	m.repeat(m.steps, memfdSteps, "step")
	m.load(asm.R1, m.runs)
	m.emit(
		asm.Add.Imm(asm.R1, 1),
		asm.JGT.Imm(asm.R1, maxRuns, "done"),
	)
	m.store(m.runs, asm.R1)
	m.tailCall(tailMemfds)

	m.label("done")
	m.step("the ancillary data itself, from its start")
	m.set(m.send.in("Fill"), 0, asm.R1)
	m.store(m.send.in("ControlAt"), asm.R1)
	m.store(m.send.in("Descriptor"), asm.R1)
	m.tailCall(tailControl)
	m.countOne(m.work.in("Counts.ControlLost"))
	m.label("exit")
	m.exit()
	return m.program("memfds")
}

// content is what precedes the bytes of a file in the payload.
func (m *memfds) content() place { return as[content](m.work.in("Payload")) }

// open takes the next descriptor. If it leads to a memfd, that is what the next steps read; else
// it jumps to next.
func (m *memfds) open(next string) {
	m.step("which descriptor it is, from 0")
	m.load(asm.R1, m.number)
	m.store(m.content().in("Number"), asm.R1)
	m.emit(asm.Add.Imm(asm.R1, 1))
	m.store(m.number, asm.R1)
	m.descriptor()
	m.copyKernel(slotDescriptor, at[int32](m.there))
	m.passDescriptor()
	m.openFile(m.there, slotDescriptor)

	m.step("a file in memory: inode->i_sb->s_magic")
	m.readKernel(m.entry, m.there, m.FileInode)
	m.readKernel(asm.R0, m.entry, m.InodeSuper)
	m.readKernel(asm.R0, asm.R0, m.Cache.Magic)
	m.emit(asm.JNE.Imm(asm.R0, unix.TMPFS_MAGIC, next))
	m.step("its name begins as that of a memfd")
	m.readKernel(asm.R0, m.there, m.FileDentry)
	m.readKernel(asm.R0, asm.R0, m.DentryName)
	m.readKernel(asm.R0, asm.R0, kernel.Field{Size: 4})
	m.store(slotScalar.start(4), asm.R0)
	for i, c := range []byte("memf") {
		m.load(asm.R0, slotScalar.part(i, 1))
		m.emit(asm.JNE.Imm(asm.R0, int32(c), next))
	}

	m.step("how long it is, and how much of that is wanted")
	m.readKernel(asm.R0, m.entry, m.Cache.Size)
	m.store(m.content().in("Size"), asm.R0)
	m.emit(asm.Mov.Imm(asm.R1, int32(m.most)))
	m.minimum(asm.R0, asm.R1)
	m.store(m.left, asm.R0)
	m.set(m.done, 0, asm.R1)
	m.begin()
	m.step("an empty one is told of at once")
	m.load(asm.R1, m.left)
	m.emit(asm.JEq.Imm(asm.R1, 0, "end"))
	m.readKernel(asm.R0, m.entry, m.Cache.Mapping)
	m.store(m.mapping, asm.R0)
}

// begin begins a record.
func (m *memfds) begin() {
	m.load(asm.R1, m.done)
	m.store(m.content().in("Offset"), asm.R1)
	m.set(m.send.in("Fill"), int32(m.content().size), asm.R1)
}

// root turns to the root of the tree, to find the page where the next bytes are.
func (m *memfds) root() {
	m.step("entry = mapping->i_pages.xa_head, for the page of what is next")
	m.load(asm.R0, m.mapping)
	m.readKernel(asm.R0, asm.R0, m.Cache.Head)
	m.load(asm.R1, m.done)
	m.emit(asm.RSh.Imm(asm.R1, int32(m.Pages.Shift)))
	m.store(m.rest, asm.R1)
	m.step("if that is no node, it is the first page, and there is no other")
	m.emit(
		asm.JEq.Imm(asm.R1, 0, "rooted"),
		asm.Mov.Reg(asm.R1, asm.R0),
		asm.And.Imm(asm.R1, kindOfEntry),
		asm.JEq.Imm(asm.R1, ofTheTree, "rooted"),
		asm.Mov.Imm(asm.R0, 0),
	)
	m.label("rooted")
	m.store(m.at, asm.R0)
}

// node follows an entry that leads to a node, and jumps to next, or to zeros if there is no slot.
// What is no node continues at leaf.
func (m *memfds) node(leaf, zeros, end, next string) {
	m.load(m.entry, m.at)
	m.emit(
		asm.Mov.Reg(asm.R1, m.entry),
		asm.And.Imm(asm.R1, kindOfEntry),
		asm.JNE.Imm(asm.R1, ofTheTree, leaf),
		asm.JLE.Imm(m.entry, maxInternal, end), // it is being changed
	)
	m.step("node = entry - 2; slot = rest >> node->shift")
	m.emit(
		asm.Mov.Reg(m.there, m.entry),
		asm.Sub.Imm(m.there, ofTheTree),
	)
	m.readKernel(asm.R0, m.there, m.Cache.NodeShift)
	m.load(asm.R1, m.rest)
	m.emit(
		asm.And.Imm(asm.R0, 63),
		asm.Mov.Reg(asm.R2, asm.R1),
		asm.RSh.Reg(asm.R2, asm.R0),
		asm.JGE.Imm(asm.R2, m.Cache.Slots(), zeros),
		asm.Mov.Reg(asm.R3, asm.R2),
		asm.LSh.Reg(asm.R3, asm.R0),
		asm.Sub.Reg(asm.R1, asm.R3),
		asm.LSh.Imm(asm.R2, 3),
		asm.Add.Reg(m.there, asm.R2),
	)
	m.store(m.rest, asm.R1)
	slot := kernel.Field{Offset: m.Cache.NodeSlots.Offset, Size: 8}
	m.readKernel(asm.R0, m.there, slot)
	m.step("a page that takes several slots is in the first of them, to which the others lead")
	m.emit(
		asm.Mov.Reg(asm.R1, asm.R0),
		asm.And.Imm(asm.R1, kindOfEntry),
		asm.JNE.Imm(asm.R1, ofTheTree, "slot"),
		asm.JGE.Imm(asm.R0, siblings, "slot"),
		asm.RSh.Imm(asm.R0, 2),
		asm.LSh.Imm(asm.R0, 3),
		asm.Add.Reg(m.entry, asm.R0),
		asm.Sub.Imm(m.entry, ofTheTree),
	)
	m.readKernel(asm.R0, m.entry, slot)
	m.label("slot")
	m.store(m.at, asm.R0)
	m.jump(next)
}

// leaf finds where the bytes of an entry are that leads to no node, the first of its folio if
// it leads to a page. What was never written is zeros.
func (m *memfds) leaf(page, zeros, end string) {
	m.emit(
		asm.JNE.Imm(asm.R1, 0, end), // it is swapped out
		asm.JEq.Imm(m.entry, 0, zeros),
	)
	m.readKernel(asm.R0, m.entry, m.Cache.PageFlags)
	m.emit(
		asm.RSh.Imm(asm.R0, m.Cache.UpToDate.Value),
		asm.And.Imm(asm.R0, 1),
		asm.JEq.Imm(asm.R0, 0, zeros),
	)
	m.step("the page: as far behind the first as its index is")
	m.readKernel(asm.R0, m.entry, m.Cache.PageIndex)
	m.load(m.there, m.done)
	m.emit(
		asm.RSh.Imm(m.there, int32(m.Pages.Shift)),
		asm.Sub.Reg(m.there, asm.R0),
		asm.Mul.Imm(m.there, int32(m.PageSize)),
		asm.Add.Reg(m.there, m.entry),
	)
	m.pageAddress(m.there)
	m.load(asm.R1, m.done)
	m.emit(
		asm.And.Imm(asm.R1, 1<<m.Pages.Shift-1),
		asm.Add.Reg(m.there, asm.R1),
	)
	m.jump(page)
}

// read reads a piece from the address in there, of the page of the entry, or zeros if that is 0.
// If that can't be, or the page has left the file meanwhile, it jumps to end.
func (m *memfds) read(end string) {
	m.step("n = min(left, a step), behind what is filled in")
	m.load(asm.R0, m.left)
	m.emit(asm.Mov.Imm(asm.R1, stepSize))
	m.minimum(asm.R0, asm.R1)
	m.emit(asm.And.Imm(asm.R0, stepMask)) // for the verifier
	m.store(m.piece, asm.R0)
	m.behindFill(m.work)
	m.emit(
		asm.Mov.Reg(asm.R2, asm.R0),
		asm.Mov.Reg(asm.R3, m.there),
		asm.FnProbeReadKernel.Call(),
		asm.JEq.Imm(m.entry, 0, "got"),
		asm.JNE.Imm(asm.R0, 0, end),
	)
	m.step("is the page still in the file? else it may be another's by now")
	m.readKernel(asm.R0, m.entry, m.Cache.PageMapping)
	m.load(asm.R1, m.mapping)
	m.emit(asm.JNE.Reg(asm.R0, asm.R1, end))
	m.label("got")
	m.load(asm.R1, m.piece)
	m.add(m.send.in("Fill"), asm.R1, asm.R2)
	m.add(m.done, asm.R1, asm.R2)
	m.load(asm.R2, m.left)
	m.emit(asm.Sub.Reg(asm.R2, asm.R1))
	m.store(m.left, asm.R2)
}
