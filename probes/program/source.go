package program

import (
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Where an entry program finds the bytes of a send. The send advances its
// iterator, but moves neither the segments nor the buffer, so whoever reads
// later can read from what is noted here.

// describe notes what the struct msghdr tells of a send.
func (e *entry) describe() {
	it := e.Iter
	read := func(member string, f kernel.Field) {
		e.readKernel(asm.R0, e.msg, f)
		e.store(e.send.in(member), asm.R0)
	}

	e.step("flags = msg->msg_flags")
	read("Record.Flags", e.MsgFlags)

	e.step("ancillary data, which the kernel has copied already")
	read("ControlLen", e.MsgControlLen)
	read("Control", e.MsgControl)

	e.step("the segments of msg->msg_iter, and how many bytes it has")
	e.store(e.send.in("Msg"), e.msg)
	read("Count", it.Count)
	read("Next", it.Vector)
	read("Skip", it.Skip)

	e.step("what kind of iterator")
	e.readKernel(asm.R0, e.msg, it.Type)
	if it.Mask != -1 {
		e.emit(asm.And.Imm(asm.R0, it.Mask))
	}
	e.emit(asm.JEq.Imm(asm.R0, it.Iovec.Value, "segments"))
	if it.Kvec.Known {
		e.emit(asm.JEq.Imm(asm.R0, it.Kvec.Value, "kvec"))
	}
	if it.Bvec.Known && e.Pages.Known() {
		e.emit(asm.JEq.Imm(asm.R0, it.Bvec.Value, "bvec"))
	}
	if it.Ubuf.Known {
		e.emit(asm.JEq.Imm(asm.R0, it.Ubuf.Value, "ubuf"))
	}
	e.step("a kind we can't read has no segments, so its bytes count as unreadable")
	e.jump("described")

	if it.Ubuf.Known {
		e.label("ubuf")
		e.step("one user buffer: base = ubuf + iov_offset, count bytes, no further segment")
		e.readKernel(asm.R0, e.msg, it.Buffer)
		e.load(asm.R1, e.send.in("Skip"))
		e.emit(asm.Add.Reg(asm.R0, asm.R1))
		e.load(asm.R1, e.send.in("Count"))
		e.store(e.send.in("Base"), asm.R0)
		e.store(e.send.in("Here"), asm.R1)
		e.jump("described")
	}
	if it.Kvec.Known {
		e.label("kvec")
		e.step("segments in kernel memory")
		e.set(e.send.in("Memory"), int32(memoryKernel), asm.R0)
		e.jump("segments")
	}
	if it.Bvec.Known && e.Pages.Known() {
		e.label("bvec")
		e.step("segments in pages")
		e.set(e.send.in("Memory"), int32(memoryPages), asm.R0)
	}
	e.label("segments")
	read("Segs", it.Segs)
	e.label("described")
	e.readQueued()
}

// readQueued notes whether the bytes are read when they are queued. A byte that is out of
// band is queued without a call, behind the others.
func (e *entry) readQueued() {
	if !e.queues || !e.Pages.Known() {
		return
	}
	e.load(asm.R0, e.send.in("Record.Flags"))
	e.emit(
		asm.And.Imm(asm.R0, unix.MSG_OOB),
		asm.JNE.Imm(asm.R0, 0, "out_of_band"),
	)
	e.set(e.send.in("Queued"), 1, asm.R0)
	e.label("out_of_band")
}

// SplicePages is MSG_SPLICE_PAGES (include/linux/socket.h, since Linux 6.5): pages of somebody
// are passed on. What was sent page by page before has the flag here, too.
const SplicePages = 1 << 27

// describePage notes where the bytes of a page are that a send is made of: the
// struct page instead of a struct msghdr, the rest in the registers of the call.
func (e *entry) describePage() {
	page, offset := e.msg, e.peer // nobody needs the peer any more
	e.step("(struct socket *sock, struct page *page, int offset, size_t size, int flags)")
	e.load(asm.R1, slotContext)
	e.argument(offset, e.Registers.Arg3)
	e.argument(asm.R2, e.Registers.Arg4)
	e.argument(asm.R3, e.Registers.Arg5)
	e.emit(
		asm.LSh.Imm(offset, 32), // an int leaves the upper half undefined
		asm.RSh.Imm(offset, 32),
	)
	e.store(e.send.in("Count"), asm.R2)
	e.emit(asm.Or.Imm(asm.R3, SplicePages))
	e.store(e.send.in("Record.Flags"), asm.R3)
	if !e.Pages.Known() {
		return // no bytes here: they count as unreadable
	}
	e.store(e.send.in("Here"), asm.R2)
	e.pageAddress(page)
	e.emit(
		asm.Add.Reg(page, offset),
		asm.Mov.Imm(asm.R0, int32(memoryKernel)),
	)
	e.store(e.send.in("Base"), page)
	e.store(e.send.in("Memory"), asm.R0)
}

// pageAddress replaces the struct page in the register by the address where the
// kernel has the bytes of the page. It clobbers R0.
func (a *assembler) pageAddress(page asm.Register) {
	a.step("direct + (page - vmemmap) / sizeof(struct page) * bytes of a page")
	a.emit(
		asm.LoadImm(asm.R0, int64(a.Pages.Vmemmap), asm.DWord),
		asm.Sub.Reg(page, asm.R0),
		asm.Div.Imm(page, int32(a.PageSize)),
		asm.LSh.Imm(page, int32(a.Pages.Shift)),
		asm.LoadImm(asm.R0, int64(a.Pages.Direct), asm.DWord),
		asm.Add.Reg(page, asm.R0),
	)
}
