// Package probes captures what is sent over unix sockets: it builds the kernel
// programs, puts them in place, reads what they deliver and puts it in order.
//
// # Way of a message
//
// When a send's function is entered (entry.go), the program decides by the filter
// (judge.go) whether it is of interest, notes where its bytes are (source.go), puts
// it into the in-flight map and announces it with a begin record. If it has
// ancillary data, control.go outputs that, and what passed descriptors lead to.
// For datagrams maysend.go learns the receiver.
//
// A large send over a stream goes out in steps, between which it may be blocked
// (checkpoint.go): at each, what is queued by then is read and output, and if it
// was blocked, a resume record says when it went on. When the function returns
// (return.go), it is known how many bytes the kernel accepted, and the rest of
// them is read. All reading is in emit.go.
//
// Here the rings are read (capture.go), what arrives of a send is collected
// (arrived.go), put in causal order (order.go) and made a message (message.go).
//
// # Filter
//
// A Filter (filter.go) has criteria for sockets, types and processes. Each end of a
// send adds to a verdict what it knows, from the maps that the criteria are put in
// (filtermaps.go); the send is captured if the verdict is as wanted. A path stands
// for three things: the name that a socket was bound to, the file that is there now,
// and the place in its directory where a file may be later.
//
// # Processes
//
// A socket belongs to nobody: any process may have it open. Here it is the one that
// used it last (process.go): that made or accepted it, sent or received over it, or
// that /proc shows to hold it when the capture starts. The owners map has it for the
// filter and for the names. When a process begins to receive over a socket to which
// a captured message went, a record tells, so that the message is shown with who got
// it, and not who merely had the socket when it was sent. Who received it is who did
// last until it is shown, so processes that take turns are not told apart.
//
// # What is guaranteed, and by what
//
//   - Exact: bytes are read only after the kernel queued them, as many as it says:
//     at a checkpoint what the iterator has consumed, at the return what it
//     returned. A refused send leaves a cancel record and no message.
//   - Whole: any number of segments, a page or a segment a step, in runs of 128
//     steps that tail call each other 33 times. That is 16 MiB between two
//     checkpoints, which are 36 KiB apart; datagrams have 4 MiB at most, the size
//     of a kernel allocation.
//   - Holes are marked: bytes whose page can't be read, and bytes that found no
//     room in a ring, are counted in the records that follow, so that a gap between
//     records is either explained or a record that is still to come.
//   - Causal order: by begin and resume records. A sender that is blocked delays
//     others by DefaultHold at most.
//   - Accounted: every send that matches counts as matched, and later as exactly
//     one of ended, cancelled, lost by cause, or still in flight; messages with
//     bytes missing are counted too (stats.go). A return that was missed is noticed
//     at its thread's next send; if there is none, the send counts as in flight.
//   - docs/captured.md lists the cases, each with the test that proves it.
//
// What is not guaranteed: bytes are read from the sender's memory a moment after
// the kernel copied them. A sender that overwrites them in that moment, which for
// a datagram lasts as long as it waits at a full receiver, shows what it wrote last.
//
// # Counting
//
// For rates, nobody need read what is sent: the entry programs put a matching send in
// flight as ever, but announce nothing, and at its return (count.go) it is added to
// the flows map, by its two ends. There are no rings, and no bytes are copied.
// Counter (counter.go) reads the map, as seldom as the user looks.
//
// # Programs
//
// Every builder is a pure function of kernel.Offsets, Filter and what the program
// is for. Programs refer
// to maps by name, so they can be listed without a kernel: testdata/listings
// holds the listings. They share with Go the structs of layout.go and nothing
// else.
//
// Registers: R0 to R5 belong to helper calls and are lost with each. R6 to R9
// have the meaning that constants at the top of a program give them; where one is
// reused at its end, a comment or a parameter says so. The context is kept in a
// stack slot.
//
// Stack, the same in all programs:
//
//	fp-8   slotScalar   what readKernel read last
//	fp-16  slotThread   pid and tid, key of the in-flight map
//	fp-24  slotCPU      key of the work map
//	fp-32  slotContext  pt_regs
//	fp-48  slotSegment  an iovec or cmsghdr; in boundName the address and kind of
//	                    a name, in judgeFile a dentry and an inode
//	fp-56  slotInode    key of the owners map
//	fp-96  slotOwner    value of the owners map; at the return slotFlow, key of the
//	                    flows map
//
// That is where the stack ends, slotDeepest: a program that tail calls uses all of it.
//
// A failed read of kernel memory leaves zeros, which mean "unknown" everywhere; where a
// NULL pointer can be read through, it is made to fail.
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
//   - Descriptors are looked up at the entry, where the kernel takes them too:
//     later the sender may have closed them.
//   - Probes at a return are made through tracefs, the only way to have more of
//     them active than twice the number of CPUs. They outlive a killed process, so
//     their names tell whose they are (leftovers.go).
package probes
