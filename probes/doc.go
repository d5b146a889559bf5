// Package probes captures what is sent over unix sockets: it puts the programs of
// package program in place, reads what they deliver, has package order put it in order
// and makes messages of it. It is where the machine is touched; the other two only
// compute.
//
// # Way of a message
//
// A send is plain if it is bytes and nothing else and fits one buffer. When the kernel puts
// that buffer into the queue of who receives it, a program decides by the filter whether it
// is of interest, and outputs it whole, before anybody can receive it. So a plain send is
// one record, its time is when it became a message, and what the sender does with its own
// memory changes nothing.
//
// Other sends are followed: large ones, those with ancillary data or flags that tell
// something, and over streams all sends from Linux 6.17 on, which queues these without a
// call. When a send's function is entered, a program decides by the filter, puts it into
// the in-flight map and announces it with a begin record. If it has ancillary data, that is
// output, and what passed descriptors lead to. For datagrams another program learns the
// receiver. What is in memfds that are passed is output before that, if anybody wants it
// (contents.go): their pages are in memory, whoever closes them then. When a buffer of the send
// is queued, that is output, too; a datagram is complete then, and a send over a stream when
// its function returns.
//
// Where streams are queued without a call, or it is not known where the kernel has its
// pages, the entry also notes where the bytes are in the sender's memory. A large send goes
// out in steps, between which it may be blocked: at each, what is queued by then is read and
// output, and if it was blocked, a resume record says when it went on. When the function
// returns, it is known how many bytes the kernel accepted, and the rest of them is read.
//
// Here the rings are read (capture.go), which package ring brings from the kernel, and made
// for CPUs when they come online (rings.go); what arrives of a send is collected and put in
// causal order by package order, and made a message (reader.go, message.go). A message
// and its bytes are the reader's: once it is written, they are used for another one.
//
// # Processes
//
// A socket belongs to nobody: any process may have it open. Here it is the one that
// used it last: that made or accepted it, sent or received over it, or that /proc
// shows to hold it when the capture starts (filter.go). The owners map has it for the
// filter and for the names. When a process begins to receive over a socket to which
// a captured message went, a record tells, so that the message is shown with who got
// it, and not who merely had the socket when it was sent. Who can be found in /proc only, is
// searched for in the background: until then, messages wait, for 200 ms of a second at most,
// but the rings are read. So is who has a socket by now, where that need not be the one that
// made or used it: as late as a message can wait for that, and of several nobody is named.
//
// What is sent over a connection that nobody has accepted, or to a socket that nobody has
// used since it was made, may be for whoever gets that. If the filter asks for processes,
// such messages are output undecided, and kept (receivers.go) until records tell who
// accepted, and who received first. These are in the rings before any reaction to the
// message, so the order stays causal. Who accepts is noted by where it was listened
// (acceptors.go), and not named from who called listen.
//
// # Events
//
// What happens to connections, and what is refused, is told by programs that are in place only
// if the filter asks for it (program.Filter). An event is a record with its place in the order,
// and goes the way of a message (happened.go); it counts as none. What succeeds is told of
// before anybody can notice it, and where nothing can refuse it any more: a connect where
// security_unix_stream_connect allows it, an accept where the connection becomes that of a
// socket, a shutdown and a close where their functions are entered. What is refused is told of
// when its function returns: an attempt to connect, and a send, each of which is followed then.
//
// # What is guaranteed, and by what
//
//   - Exact: bytes are read from the buffer that will be received, when nothing can refuse
//     it any more; or, where that can't be, after the kernel queued them, as many as
//     it says: at a checkpoint what the iterator has consumed, at the return what it
//     returned. A refused send leaves a cancel record and no message.
//   - Whole: any number of segments, a page or a segment a step, in runs of 128
//     steps that tail call each other 33 times. That is 16 MiB at once; a buffer of a
//     stream and what goes between two checkpoints have some 36 KiB, and datagrams 4 MiB at
//     most, the size of a kernel allocation.
//   - Holes are marked: bytes whose page can't be read, and bytes that found no
//     room in a ring, are counted in the records that follow, so that a gap between
//     records is either explained or a record that is still to come.
//   - Causal order: by records that are output before anybody can receive what they tell of,
//     and by what a program that is still at that says in shared memory (counters.go). A
//     sender that is blocked delays others by DefaultHold at most, or until too much waits:
//     memory is bounded by a multiple of the size of the rings.
//   - Accounted: every send that matches counts as matched, and later as exactly
//     one of ended, cancelled, lost by cause, or still in flight; messages with
//     bytes missing are counted too (stats.go). A return that was missed is noticed
//     at its thread's next send; if there is none, the send counts as in flight.
//   - docs/captured.md lists the cases, each with the test that proves it.
//
// What is not guaranteed: what is sent over a stream on Linux 6.17 and later is read from
// the sender's memory a moment after the kernel copied it, as is on all kernels what has a
// byte out of band and, where pages can't be found, what is large. A sender that overwrites
// it in that moment shows what it wrote last.
//
// # Counting
//
// For rates, nobody need read what is sent: the program that sees a buffer queued adds a
// plain send to the flows map, by its two ends. The entry programs put other sends that match
// in flight as ever, but announce nothing; they are added when they return. There are no
// rings, and no bytes are copied. Counter (counter.go) reads the map, as seldom as the user
// looks.
//
// # Why these choices
//
//   - kprobe and kretprobe: on preemptible kernels fentry and fexit skip a call
//     when a task was preempted inside the program on the same CPU.
//   - No map call is made while capturing: kprobe programs on a CPU do not run while
//     a task there is inside one. Counters are read from memory that the programs share
//     (counters.go). Only a CPU that comes online takes one call, and to read flows when
//     counting takes some. Whether the kernel still runs the programs (firing.go) is asked
//     by calls that are about programs, each minute, and found out by messages of our own.
//   - Probes at a return are made through tracefs, the only way to have more of
//     them active than twice the number of CPUs. They outlive a killed process, so
//     their names tell whose they are (leftovers.go).
package probes
