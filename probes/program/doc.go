// Package program builds what runs in the kernel: from the offsets of a kernel, a
// filter and what the programs are for, Collection makes the programs and their maps.
// It is a pure function, so programs can be listed without a kernel:
// testdata/listings holds the listings.
//
// Programs share with Go the structs of layout.go; of them, the exported ones are what
// rings and maps deliver to whoever loads the programs.
//
// # Programs
//
//   - stream_entry, dgram_entry, page_entry (entry.go): a send's function is entered.
//     They decide by the filter (judge.go), note where the bytes are (source.go), and
//     put the send in flight.
//   - may_send (maysend.go): the kernel has found who receives a datagram.
//   - control (control.go): outputs ancillary data, and what descriptors lead to.
//   - checkpoint, resumed (checkpoint.go): a large send goes on.
//   - send_return (return.go, and count.go where sends are only counted): it is known
//     how many bytes the kernel accepted.
//   - emit (emit.go): reads the bytes of a send and outputs them.
//   - socket_made, socket_used, new_task, task_gone (process.go): whose a socket is, and
//     what a followed process starts.
//
// # Filter
//
// A Filter (filter.go) has criteria for sockets, types and processes. Each end of a
// send adds to a Verdict what it knows, from the maps that the criteria are put in
// (verdict.go); the send is captured if the verdict is as wanted. A path stands
// for three things: the name that a socket was bound to, the file that is there now,
// and the place in its directory where a file may be later.
//
// # Registers and stack
//
// R0 to R5 belong to helper calls and are lost with each. R6 to R9
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
//   - The work area is a plain array with an element for each CPU, not a per-CPU
//     map, whose values are limited to 32 KiB.
//   - Descriptors are looked up at the entry, where the kernel takes them too:
//     later the sender may have closed them.
package program
