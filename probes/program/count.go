package program

import (
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Where members lie.
const (
	workFlow   = unsafe.Offsetof(CountingWork{}.Flow)
	workFlows  = unsafe.Offsetof(CountingWork{}.Flows)
	flowEnds   = unsafe.Offsetof(Flow{}.From)
	recordEnds = unsafe.Offsetof(Record{}.From) // in both From and To, one behind the other
	endsSize   = 2 * unsafe.Sizeof(End{})
)

// countReturn builds the program for the return of all send functions, where sends
// are only counted: only now is it known how many bytes the kernel accepted.
func countReturn(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	const (
		regWork   = asm.R6 // this CPU's struct CountingWork
		regFlow   = asm.R7 // the flow, in the map
		regSend   = asm.R8 // the send in flight, in the map
		regResult = asm.R9 // what the send returned
	)
	inSend := func(of, member uintptr) int16 { return int16(sendRecord + of + member) }
	key := func(member uintptr) int16 { return int16(slotFlow) + int16(member) }
	inFlow := func(member uintptr) int16 { return int16(workFlow + member) }

	a := newAssembler(o)
	a.returned(o, regResult)
	a.step("not in flight: nobody asked for it")
	a.thisSend(regSend, "forget")
	a.workArea(regWork, "forget")
	a.emit(
		asm.JSLT.Imm(regResult, 0, "cancel"),
		asm.JNE.Imm(regResult, 0, "accepted"),
		asm.LoadMem(asm.R1, regSend, inSend(recordMembers["Type"].offset, 0), asm.Word),
		asm.JEq.Imm(asm.R1, unix.SOCK_STREAM, "cancel"), // nothing for anybody to receive
	)

	a.label("accepted")
	a.step("who sends over which socket to whom")
	a.emit(
		asm.LoadMem(asm.R0, regSend, inSend(recordFrom, endInode), asm.DWord),
		asm.StoreMem(asm.R10, key(unsafe.Offsetof(FlowKey{}.From)), asm.R0, asm.DWord),
		asm.LoadMem(asm.R0, regSend, inSend(recordTo, endInode), asm.DWord),
		asm.StoreMem(asm.R10, key(unsafe.Offsetof(FlowKey{}.To)), asm.R0, asm.DWord),
		asm.LoadMem(asm.R0, regSend, inSend(recordFrom, endProcess+processPid), asm.Word),
		asm.StoreMem(asm.R10, key(unsafe.Offsetof(FlowKey{}.FromPid)), asm.R0, asm.Word),
		asm.LoadMem(asm.R0, regSend, inSend(recordTo, endProcess+processPid), asm.Word),
		asm.StoreMem(asm.R10, key(unsafe.Offsetof(FlowKey{}.ToPid)), asm.R0, asm.Word),
	)
	a.lookup(MapFlows, asm.R10, slotFlow, "new")
	a.emit(asm.Ja.Label("found"))

	a.label("new")
	a.step("the first of its kind: nothing was counted yet, the ends are these")
	a.clear(regWork, inFlow(0), flowEnds)
	a.emit(
		asm.LoadMem(asm.R0, regSend, inSend(recordMembers["Type"].offset, 0), asm.Word),
		asm.StoreMem(regWork, inFlow(unsafe.Offsetof(Flow{}.Type)), asm.R0, asm.Word),
	)
	a.copyKernel(regWork, int32(workFlow+flowEnds), regSend, uint32(sendRecord+recordEnds), uint32(endsSize))
	a.step("flows[key] = flow, unless another CPU was faster: then both count there")
	a.emit(
		asm.Mov.Reg(asm.R2, asm.R10),
		asm.Add.Imm(asm.R2, slotFlow),
		asm.Mov.Reg(asm.R3, regWork),
		asm.Add.Imm(asm.R3, int32(workFlow)),
		asm.Mov.Imm(asm.R4, int32(ebpf.UpdateNoExist)),
		asm.LoadMapPtr(asm.R1, 0).WithReference(MapFlows),
		asm.FnMapUpdateElem.Call(),
		asm.JNE.Imm(asm.R0, 0, "made"),
	)
	a.countOne(regWork, workFlows+unsafe.Offsetof(FlowsCounts{}.Made))
	a.label("made")
	a.lookup(MapFlows, asm.R10, slotFlow, "uncounted")

	a.label("found")
	a.step("atomic, as other CPUs may send over this socket")
	a.emit(
		asm.Mov.Reg(regFlow, asm.R0),
		asm.Mov.Imm(asm.R1, 1),
		asm.AddAtomic.Mem(regFlow, asm.R1, asm.DWord, int16(unsafe.Offsetof(Flow{}.Messages))),
		asm.AddAtomic.Mem(regFlow, regResult, asm.DWord, int16(unsafe.Offsetof(Flow{}.Bytes))),
		asm.FnKtimeGetNs.Call(),
		asm.StoreMem(regFlow, int16(unsafe.Offsetof(Flow{}.Last)), asm.R0, asm.DWord),
	)
	a.countOne(regWork, unsafe.Offsetof(Counts{}.Ended))
	a.emit(asm.Ja.Label("forget"))

	a.label("uncounted")
	a.step("no room for it in the map")
	a.countOne(regWork, workFlows+unsafe.Offsetof(FlowsCounts{}.Uncounted))
	a.emit(asm.Ja.Label("forget"))

	a.label("cancel")
	a.step("the kernel refused the send: no message")
	a.countOne(regWork, unsafe.Offsetof(Counts{}.Cancelled))

	a.label("forget")
	a.step("in_flight.delete(thread)")
	a.takeOut()
	a.label("exit")
	a.exit()
	return a.program("send_return")
}
