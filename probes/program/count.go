package program

import (
	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// countReturn builds the program for the return of all send functions, where sends
// are only counted: only now is it known how many bytes the kernel accepted.
func countReturn(o *kernel.Offsets) (*ebpf.ProgramSpec, error) {
	var (
		work   = at[CountingArea](asm.R6) // this CPU's
		flow   = at[Flow](asm.R7)         // the flow, in the map
		send   = at[send](asm.R8)         // the send in flight, in the map
		result = asm.R9                   // what the send returned
		record = send.in("Record")
	)
	a := newAssembler(o)
	a.result(result)
	a.noneInFlight("exit")
	a.step("not in flight: nobody asked for it")
	a.thisSend(send, "exit", "forget")
	a.workArea(work.base, "forget")
	a.ifRefused(send, result, "cancel")

	a.countFlow(work, record, flow, result)
	a.jump("forget")

	a.label("cancel")
	a.step("the kernel refused the send: no message")
	a.countOne(work.in("Counts.Cancelled"))

	a.label("forget")
	a.step("in_flight.delete(thread)")
	a.takeOut()
	a.label("exit")
	a.exit()
	return a.program("send_return")
}

// countFlow adds a send to its flow, whose address it loads: so many bytes.
func (a *assembler) countFlow(work, record, flow place, bytes asm.Register) {
	a.step("who sends over which socket to whom")
	a.move(slotFlow.in("From"), record.in("From.Inode"), asm.R0)
	a.move(slotFlow.in("To"), record.in("To.Inode"), asm.R0)
	a.move(slotFlow.in("FromPid"), record.in("From.Process.Pid"), asm.R0)
	a.move(slotFlow.in("ToPid"), record.in("To.Process.Pid"), asm.R0)
	a.move(slotFlow.in("Receiver"), record.in("Receiver"), asm.R0)
	a.lookup(MapFlows, slotFlow, "new")
	a.jump("found")

	a.label("new")
	a.newFlow(work, record, "uncounted")

	a.label("found")
	a.step("atomic, as other CPUs may send over this socket")
	a.emit(
		asm.Mov.Reg(flow.base, asm.R0),
		asm.Mov.Imm(asm.R1, 1),
	)
	a.addAtomic(flow.in("Messages"), asm.R1)
	a.addAtomic(flow.in("Bytes"), bytes)
	a.now()
	a.store(flow.in("Last"), asm.R0)
	a.countOne(work.in("Counts.Ended"))
	a.jump("counted")

	a.label("uncounted")
	a.step("no room for it in the map")
	a.countOne(work.in("Flows.Uncounted"))
	a.label("counted")
}

// newFlow makes a flow of the first send of its kind, and leaves its address in R0. If
// the map has no room for it, it jumps to full.
func (a *assembler) newFlow(work, record place, full string) {
	flow := work.in("Flow")
	a.step("the first of its kind: nothing was counted yet, the ends are these")
	a.clear(flow.before("From"))
	a.move(flow.in("Type"), record.in("Type"), asm.R0)
	a.move(flow.in("Verdict"), record.in("Verdict"), asm.R0)
	a.move(flow.in("Use"), record.in("Use"), asm.R0)
	a.copyKernel(span(flow.in("From"), flow.in("To")), span(record.in("From"), record.in("To")))
	a.step("flows[key] = flow, unless another CPU was faster: then both count there")
	a.update(MapFlows, slotFlow, flow, ebpf.UpdateNoExist)
	a.emit(asm.JNE.Imm(asm.R0, 0, "made"))
	a.countOne(work.in("Flows.Made"))
	a.label("made")
	a.lookup(MapFlows, slotFlow, full)
}
