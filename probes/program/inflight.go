package program

import "github.com/cilium/ebpf/asm"

// How many sends are in flight on the machine. Mostly that is none: then the programs
// that follow a send are over at once, as are those that make sure that none is left.
//
// The count may be too high, which costs time, but is never too low, which would lose a
// message. Only a thread itself puts its send into the map and takes it out:
//
//   - It adds 1 when the map has taken the send, unless that replaced one, before it
//     goes on to where its send is looked for. What the map refuses is not counted.
//   - It subtracts 1 when the map says that there was one to remove.
//
// So all that a thread has added and subtracted is 1 while its send is in the map, and
// that of the others is never below 0, in whatever order their CPUs get to it: each adds
// before it subtracts. A send whose return is never seen stays in the map, and counts
// until its thread sends again.

// noneInFlight jumps to the label if no send is in flight. It clobbers R0 only.
func (a *assembler) noneInFlight(label string) {
	a.step("nothing is in flight on the machine?")
	a.howMany(asm.R0)
	a.load(asm.R0, at[uint64](asm.R0))
	a.emit(asm.JEq.Imm(asm.R0, 0, label))
}

// moreInFlight counts that there are as many more as by says.
func (a *assembler) moreInFlight(by asm.Register) {
	a.howMany(asm.R1)
	a.addAtomic(at[uint64](asm.R1), by)
}

// howMany loads the address of the count.
func (a *assembler) howMany(dst asm.Register) {
	a.emit(asm.LoadMapValue(dst, 0, 0).WithReference(mapHowMany))
}

// takeOut removes this thread's send from the in-flight map.
func (a *assembler) takeOut() {
	a.remove(mapInFlight, slotThread)
	a.emit(
		asm.JNE.Imm(asm.R0, 0, "taken_out"), // there was none
		asm.Mov.Imm(asm.R2, -1),
	)
	a.moreInFlight(asm.R2)
	a.label("taken_out")
}
