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
//   - queued (queued.go): a buffer is put into the queue of who receives it. It is held
//     against a sieve (sieve.go, sift.go), the filter decides (judge.go), and if it is
//     wanted, emit outputs it: a message, at the moment when it becomes one. Nearly all
//     sends are plain (plain.go), and of these nothing else is looked at. What the buffer of
//     another is a part of, or all of, is known from its entry.
//   - stream_entry, dgram_entry, page_entry (entry.go): the function of a send that is not
//     plain is entered. They do the same, note where the bytes are (source.go), and put the
//     send in flight (inflight.go). Kernels from 6.17 on queue the buffers of streams
//     without a call, so there no send over a stream is plain.
//   - may_send (maysend.go): the kernel has found who receives a datagram.
//   - control (control.go): outputs ancillary data, and what descriptors lead to.
//   - memfds (memfd.go): outputs what is in memfds that are passed, before that, if anybody asks for it.
//   - checkpoint, resumed (checkpoint.go): a large send goes on. They serve where buffers are
//     not read when they are queued, and are in place on no other kernel.
//   - send_return (return.go, and count.go where sends are only counted): it is known
//     how many bytes the kernel accepted.
//   - emit (emit.go): reads the bytes of a send, from a buffer or the sender's memory, and
//     outputs them.
//   - socket_made, socket_used (owner.go): whose a socket is.
//   - process_forked, process_exec, process_ended, ancillary_sent (handed.go): a process may
//     have handed on its sockets. All but the last run at tracepoints. process_exec also tells
//     who looks at processes of one that begins to run another program, if anybody does.
//   - accepted, freed (receiver.go), closed (owner.go): who receives over a connection, that
//     nobody will, and that a socket is nobody's any more.
//   - connect_entry, connect_found, connected, connect_return (connect.go), accept_told,
//     shut_down, close_told (connection.go): what happens to connections, if anybody asks for
//     that (event.go).
//   - new_task, task_gone (task.go): what a followed process starts.
//   - group_made, group_gone (group.go): which control groups are made in those that are
//     asked for, or under their names. They run at tracepoints.
//
// # Filter
//
// A Filter (filter.go) has criteria for sockets, types and processes. Each end of a
// send adds to a Verdict what it knows, from the maps that the criteria are put in
// (verdict.go); the send is captured if the verdict is as wanted. A name is compared with a few
// patterns one after the other (compare.go), and with many by a trie. A path stands
// for three things: the name that a socket was bound to, the file that is there now,
// and the place in its directory where a file may be later.
//
// # What most sends cost
//
// While somebody captures, every send of the machine runs through these programs, and
// nobody asked for most of them. Where a filter asks for sockets, a sieve that is made
// for it says so before anything is filled in, without a map. The programs that follow
// a send, at functions that others call too, are over at once while none is in flight on
// the machine (inflight.go). Who receives over a socket has to be known before a message
// goes there, since who waits for it has begun to receive by then: that probe has no
// shorter way.
//
// # How they are written
//
// An assembler (assembler.go) collects the instructions; helpers.go has the kernel's
// helpers. What lies in memory is a place (place.go), which knows its size: a struct of
// layout.go by a register that points to it, a slot of the stack (stack.go), or a member
// of either by its name. So no program has an offset or a width in it, and what is
// misspelt does not build.
//
//	send := at[send](asm.R7) // the send in flight, in the map
//	a.load(asm.R0, send.in("Record.Type"))
//
// R0 to R5 belong to helper calls and are lost with each. R6 to R9 have the meaning that
// the variables at the top of a program give them, or the fields of its struct if it has
// several parts; where one is reused at its end, it has another name there. The context is
// kept in a slot of the stack, which is the same in all programs; one that tail calls uses
// all of it.
//
// The kernel's memory is read by way of a cast (cast.go) where the kernel has one, else by
// a helper. A failed read of kernel memory leaves zeros, which mean "unknown" everywhere; where a
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
