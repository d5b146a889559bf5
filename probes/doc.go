// Package probes captures what is sent over unix sockets: it builds the kernel
// programs, puts them in place, reads what they deliver and puts it in order.
//
// # Way of a message
//
// A send is seen twice. When its function is entered (entry.go), the program
// decides by the sockets' names whether it is of interest and puts it into the
// in-flight map, with where its bytes are. When the function returns (return.go),
// it is known how many bytes the kernel accepted, and these are read (emit.go)
// and put into the ring of the CPU. Reading at the return, not at the entry,
// is what makes the capture exact: a refused send is no message, of a partial
// one the part that went is shown, and the sender's pages are there because the
// kernel has just copied from them. For datagrams a third program (maysend.go)
// learns the receiver in between.
//
// Here the rings are read (capture.go), records become messages (message.go) and
// messages are released in causal order (order.go). Each file says how.
//
// # Programs
//
// Every builder is a pure function of kernel.Offsets and Filter. Programs refer
// to maps by name, so they can be listed without a kernel: testdata/listings
// holds the listings. They share with Go the structs of layout.go and nothing
// else.
//
// Registers: R0 to R5 belong to helper calls and are lost with each. R6 to R9
// have one meaning in a whole program, given by constants at its top. The
// context is kept in a stack slot.
//
// Stack, the same in all programs:
//
//	fp-8   slotScalar   what readKernel read last
//	fp-16  slotThread   pid and tid, key of the in-flight map
//	fp-24  slotCPU      key of the work map
//	fp-32  slotContext  pt_regs
//	fp-48  slotSegment  an iovec; in boundName the address and kind of a name
//
// A failed read of kernel memory leaves zeros, which mean "unknown" everywhere.
// A failed read of a message's bytes leaves a hole, never zeros.
//
// # Why these choices
//
//   - kprobe and kretprobe: on preemptible kernels fentry and fexit skip a call
//     when a task was preempted inside the program on the same CPU.
//   - The work area is a plain array with an element for each CPU, not a per-CPU
//     map, whose values are limited to 32 KiB.
//   - No map is touched while capturing: kprobe programs on a CPU do not run while
//     a task there is inside the bpf system call.
//   - Probes at a return are made through tracefs, the only way to have more of
//     them active than twice the number of CPUs. They outlive a killed process, so
//     their names tell whose they are (leftovers.go).
package probes
