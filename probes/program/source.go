package program

import (
	"unsafe"

	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Where an entry program finds the bytes of a send. The send advances its
// iterator, but moves neither the segments nor the buffer, so whoever reads
// later can read from what is noted here.

// keep stores src in a member of the send in the work area.
func (a *assembler) keep(member uintptr, src asm.Register) {
	a.emit(asm.StoreMem(regWork, int16(workSend+member), src, asm.DWord))
}

// describe notes what the struct msghdr in regMsg tells of a send.
func (a *assembler) describe(o *kernel.Offsets) {
	it := o.Iter

	a.step("flags = msg->msg_flags")
	a.readKernel(asm.R0, regMsg, o.MsgFlags)
	a.store("Flags", asm.R0)

	a.step("ancillary data, which the kernel has copied already")
	a.readKernel(asm.R0, regMsg, o.MsgControlLen)
	a.keep(unsafe.Offsetof(send{}.ControlLen), asm.R0)
	a.readKernel(asm.R0, regMsg, o.MsgControl)
	a.keep(unsafe.Offsetof(send{}.Control), asm.R0)

	a.step("the segments of msg->msg_iter, and how many bytes it has")
	a.keep(unsafe.Offsetof(send{}.Msg), regMsg)
	a.readKernel(asm.R0, regMsg, it.Count)
	a.keep(unsafe.Offsetof(send{}.Count), asm.R0)
	a.readKernel(asm.R0, regMsg, it.Vector)
	a.keep(unsafe.Offsetof(send{}.Next), asm.R0)
	a.readKernel(asm.R0, regMsg, it.Skip)
	a.keep(unsafe.Offsetof(send{}.Skip), asm.R0)

	a.step("what kind of iterator")
	a.readKernel(asm.R0, regMsg, it.Type)
	if it.Mask != -1 {
		a.emit(asm.And.Imm(asm.R0, it.Mask))
	}
	a.emit(asm.JEq.Imm(asm.R0, it.Iovec.Value, "segments"))
	if it.Kvec.Known {
		a.emit(asm.JEq.Imm(asm.R0, it.Kvec.Value, "kvec"))
	}
	if it.Bvec.Known && o.Pages.Known() {
		a.emit(asm.JEq.Imm(asm.R0, it.Bvec.Value, "bvec"))
	}
	if it.Ubuf.Known {
		a.emit(asm.JEq.Imm(asm.R0, it.Ubuf.Value, "ubuf"))
	}
	a.step("a kind we can't read has no segments, so its bytes count as unreadable")
	a.emit(asm.Ja.Label("described"))

	if it.Ubuf.Known {
		a.label("ubuf")
		a.step("one user buffer: base = ubuf + iov_offset, count bytes, no further segment")
		a.readKernel(asm.R0, regMsg, it.Buffer)
		a.emit(
			asm.LoadMem(asm.R1, regWork, int16(workSend+unsafe.Offsetof(send{}.Skip)), asm.DWord),
			asm.Add.Reg(asm.R0, asm.R1),
			asm.LoadMem(asm.R1, regWork, int16(workSend+unsafe.Offsetof(send{}.Count)), asm.DWord),
		)
		a.keep(unsafe.Offsetof(send{}.Base), asm.R0)
		a.keep(unsafe.Offsetof(send{}.Here), asm.R1)
		a.emit(asm.Ja.Label("described"))
	}
	if it.Kvec.Known {
		a.label("kvec")
		a.step("segments in kernel memory")
		a.emit(asm.Mov.Imm(asm.R0, int32(memoryKernel)))
		a.keep(unsafe.Offsetof(send{}.Memory), asm.R0)
		a.emit(asm.Ja.Label("segments"))
	}
	if it.Bvec.Known && o.Pages.Known() {
		a.label("bvec")
		a.step("segments in pages")
		a.emit(asm.Mov.Imm(asm.R0, int32(memoryPages)))
		a.keep(unsafe.Offsetof(send{}.Memory), asm.R0)
	}
	a.label("segments")
	a.readKernel(asm.R0, regMsg, it.Segs)
	a.keep(unsafe.Offsetof(send{}.Segs), asm.R0)
	a.label("described")
}

// describePage notes where the bytes of a page are that a send is made of: the
// struct page is in regMsg, the rest in the registers of the call.
func (a *assembler) describePage(o *kernel.Offsets) {
	a.step("(struct socket *sock, struct page *page, int offset, size_t size, int flags)")
	a.emit(asm.LoadMem(asm.R1, asm.R10, slotContext, asm.DWord))
	a.argument(regPeer, o.Registers.Arg3)
	a.argument(asm.R2, o.Registers.Arg4)
	a.argument(asm.R3, o.Registers.Arg5)
	a.emit(
		asm.LSh.Imm(regPeer, 32), // an int leaves the upper half undefined
		asm.RSh.Imm(regPeer, 32),
	)
	a.keep(unsafe.Offsetof(send{}.Count), asm.R2)
	a.store("Flags", asm.R3)
	if !o.Pages.Known() {
		return // no bytes here: they count as unreadable
	}
	a.keep(unsafe.Offsetof(send{}.Here), asm.R2)
	a.pageAddress(regMsg, o)
	a.emit(
		asm.Add.Reg(regMsg, regPeer),
		asm.Mov.Imm(asm.R0, int32(memoryKernel)),
	)
	a.keep(unsafe.Offsetof(send{}.Base), regMsg)
	a.keep(unsafe.Offsetof(send{}.Memory), asm.R0)
}

// pageAddress replaces the struct page in the register by the address where the
// kernel has the bytes of the page. It clobbers R0.
func (a *assembler) pageAddress(page asm.Register, o *kernel.Offsets) {
	a.step("direct + (page - vmemmap) / sizeof(struct page) * bytes of a page")
	a.emit(
		asm.LoadImm(asm.R0, int64(o.Pages.Vmemmap), asm.DWord),
		asm.Sub.Reg(page, asm.R0),
		asm.Div.Imm(page, int32(o.PageSize)),
		asm.LSh.Imm(page, int32(o.Pages.Shift)),
		asm.LoadImm(asm.R0, int64(o.Pages.Direct), asm.DWord),
		asm.Add.Reg(page, asm.R0),
	)
}
