package program

import (
	"slices"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// entry is a program for the entry of a send's function, and what its registers hold.
type entry struct {
	*assembler
	filter Filter
	sieve  *sieve // nil if all sends are judged
	mode   Mode

	work place        // this CPU's work area
	msg  asm.Register // struct msghdr of the call, or the struct page, or the struct sk_buff
	sock asm.Register // struct socket of the call, then its struct sock
	peer asm.Register // struct sock of the peer, 0 without one; or of who receives

	addressed bool // who receives need not be the peer
	queues    bool // what it does not follow, queued sees

	judged // the send in the work area
}

func newEntry(o *kernel.Offsets, f Filter, s *sieve, m Mode) *entry {
	work := at[workArea](asm.R6)
	return &entry{
		assembler: newAssembler(o), filter: f, sieve: s, mode: m,
		work: work, msg: asm.R7, sock: asm.R8, peer: asm.R9,
		judged: judged{send: work.in("Send"), keys: work},
	}
}

// streamEntry builds the program for the entry of unix_stream_sendmsg.
func streamEntry(o *kernel.Offsets, f Filter, s *sieve, m Mode) (*ebpf.ProgramSpec, error) {
	e := newEntry(o, f, s, m)
	e.start()
	if !o.QueuesItself {
		e.queues = true
		if !f.Refused { // else each is followed to its return
			e.leavePlain(kernel.StreamSend, "unlisted", "more")
		}
	}
	return toPeer(e, "stream_entry", (*entry).describe)
}

// pageEntry builds the program for the entry of unix_stream_sendpage, through
// which splice and sendfile send before Linux 6.5, one call for each page.
func pageEntry(o *kernel.Offsets, f Filter, s *sieve, m Mode) (*ebpf.ProgramSpec, error) {
	e := newEntry(o, f, s, m)
	e.start()
	return toPeer(e, "page_entry", (*entry).describePage)
}

// toPeer is the rest of the entry of a function that sends to the peer and nobody else.
func toPeer(e *entry, name string, describe func(*entry)) (*ebpf.ProgramSpec, error) {
	if e.sieve != nil {
		e.sift("asked", "unlisted")
		e.label("asked")
	}
	e.enter("unlisted", "exit")
	e.decideEarly("matched")
	e.judgeReceiver()
	e.decide("matched")
	e.undecided("matched")
	e.unlisted("exit")
	e.matched()
	e.decideReceiver("unlisted")
	e.putInFlight(describe, "exit")
	e.label("exit")
	e.exit()
	return e.program(name)
}

// dgramEntry builds the program for the entry of unix_dgram_sendmsg, which
// serves datagram and seqpacket sockets. It sees to those that are not plain. Where a
// datagram with an address goes is known only later, so one that does not match yet is
// kept, undecided.
func dgramEntry(o *kernel.Offsets, f Filter, s *sieve, m Mode) (*ebpf.ProgramSpec, error) {
	e := newEntry(o, f, s, m)
	e.queues = true
	e.start()
	describe := (*entry).describe
	if f.Refused {
		describe = (*entry).describeAddressed
	} else {
		e.leavePlain(kernel.DgramSend, "unlisted", "more")
	}
	if s != nil {
		if !slices.Contains(o.Absent, kernel.MaySend) { // else the peer is all that will be known
			e.step("with an address it may go elsewhere than to the peer")
			e.readKernel(asm.R0, e.msg, o.MsgNameLen)
			e.emit(asm.JNE.Imm(asm.R0, 0, "asked"))
		}
		e.sift("asked", "unlisted")
		e.label("asked")
	}
	e.enter("unlisted", "exit")
	if !slices.Contains(o.Absent, kernel.MaySend) { // else the peer is all that will be known
		e.step("a datagram with an address may go elsewhere than to the peer")
		e.readKernel(asm.R0, e.msg, o.MsgNameLen)
		e.emit(asm.JEq.Imm(asm.R0, 0, "to_peer"))
		e.load(asm.R0, e.send.in("Record.Type"))
		e.emit(asm.JNE.Imm(asm.R0, unix.SOCK_DGRAM, "to_peer"))
		e.decideEarly("matched")
		e.jump("undecided")
		e.label("to_peer")
	}
	e.judgeReceiver()
	e.decide("matched")
	e.undecided("matched")
	e.unlisted("exit")

	e.label("undecided")
	e.step("undecided: security_unix_may_send will see the receiver")
	e.set(e.send.in("Matched"), 0, asm.R0)
	e.jump("identify")
	e.matched()
	e.decideReceiver("unlisted")
	e.label("identify")
	e.putInFlight(describe, "exit")
	e.label("exit")
	e.exit()
	return e.program("dgram_entry")
}

// start loads what the program is called with.
func (e *entry) start() {
	e.step("(struct socket *sock, struct msghdr *msg, ...), or a struct page")
	e.argument(e.sock, e.Registers.Arg1)
	e.argument(e.msg, e.Registers.Arg2)
	e.keepContext()
}

// enter loads the other registers, fills in what the filter needs to know and starts the
// verdict with what the sender's end adds to it. A socket of a type that is not
// asked for goes to unlisted.
func (e *entry) enter(unlisted, exit string) {
	e.who(exit)
	e.step("type = sock->type")
	e.readKernel(asm.R0, e.sock, e.SocketType)
	e.ofType(unlisted)
	e.step("sk = sock->sk; peer = unix_sk(sk)->peer")
	e.readKernel(e.sock, e.sock, e.SocketSk)
	e.readKernel(e.peer, e.sock, e.UnixPeer)
	e.judgeSender()
}

// who jumps to exit if this process itself sends, and loads the work area.
func (e *entry) who(exit string) {
	e.step("who sends")
	e.thisThread()
	if e.filter.Self != 0 {
		e.step("what this process itself sends is not for show")
		e.emit(
			asm.RSh.Imm(asm.R0, 32),
			asm.JEq.Imm(asm.R0, int32(e.filter.Self), exit),
		)
	}

	e.workArea(e.work.base, exit)
}

// ofType notes the type of the socket, which is in R0. One that is not asked for goes to
// unlisted.
func (e *entry) ofType(unlisted string) {
	e.store(e.send.in("Record.Type"), asm.R0)
	if len(e.filter.Types) == 0 {
		return
	}
	for _, t := range e.filter.Types {
		e.emit(asm.JEq.Imm(asm.R0, int32(t), "type_listed"))
	}
	e.jump(unlisted)
	e.label("type_listed")
}

// judgeSender fills in what the filter needs to know of both ends and starts the verdict
// with what the sender's adds to it.
func (e *entry) judgeSender() {
	e.boundName(e.from().in("Name"), e.sock, "from")
	e.boundName(e.to().in("Name"), e.peer, "to")
	if e.filter.byIdentity() {
		e.identities()
	}

	e.knownReceiver()
	e.step("the verdict of the filter, first what the sender adds")
	e.set(e.send.in("Verdict"), int32(e.filter.initial()), asm.R0)
	e.judgeSocket(e.filter, e.judged, e.from(), e.sock, "from")
	e.judgeProcess(e.filter, e.judged, e.from(), "sender")
}

// judgeReceiver adds to the verdict what the peer's end does.
func (e *entry) judgeReceiver() {
	e.judgeSocket(e.filter, e.judged, e.to(), e.peer, "to")
	e.judgeProcess(e.filter, e.judged, e.to(), "receiver")
	e.judgeUnnamed(e.filter, e.judged)
}

// decide jumps to matched if the send is wanted.
func (e *entry) decide(matched string) {
	e.step("is it wanted?")
	e.load(asm.R0, e.send.in("Verdict"))
	e.emit(asm.JEq.Imm(asm.R0, int32(wanted), matched))
}

// decideEarly jumps to matched if the send is wanted, whoever receives it.
func (e *entry) decideEarly(matched string) {
	if !e.filter.refuses() { // else the receiver may be excluded
		e.decide(matched)
	}
}

// matched is where a send that the filter wants continues, the label of that name.
func (e *entry) matched() {
	e.label("matched")
	e.step("the filter wants this send")
	e.set(e.send.in("Matched"), 1, asm.R0)
}

// unlisted is where a send that the filter does not want ends, the label of that name.
// If its thread has a send in flight, the return of that was never seen, and must not
// be taken for this one's.
func (e *entry) unlisted(exit string) {
	e.label("unlisted")
	e.step("the filter does not want it")
	e.noneInFlight(exit)
	earlier := at[send](e.msg) // nobody needs the other any more
	e.thisThread()
	e.lookup(mapInFlight, slotThread, exit)
	e.emit(asm.Mov.Reg(earlier.base, asm.R0))
	e.workArea(e.work.base, exit)
	e.countMissed(earlier)
	e.forget()
	e.jump(exit)
}

// countMissed counts an earlier send of the thread that is still in flight, if it
// matched.
func (e *entry) countMissed(earlier place) {
	e.load(asm.R2, earlier.in("Matched"))
	e.count(e.work.in("Counts.MissedReturn"), asm.R2)
}

// identities fills in who sends over which socket to which, and whose that is.
func (e *entry) identities() {
	e.step("ino = SOCK_INODE(sk->sk_socket)->i_ino")
	e.inode(e.from().in("Inode"), e.sock)
	e.inode(e.to().in("Inode"), e.peer)
	e.sender()
	e.holder(e.judged)
	if e.addressed {
		e.readKernel(asm.R0, e.sock, e.UnixPeer)
		e.emit(asm.JNE.Reg(asm.R0, e.peer, "peer_known"))
	}
	e.ifNotAccepted("peer_known")
	e.peerProcess(e.to().in("Process"), e.sock)
}

// sender fills in the process that sends. Threads of the kernel send for themselves, as nbd
// does, or for somebody else.
func (e *entry) sender() {
	process := e.from().in("Process")
	e.ifForSomebody("for_somebody")
	e.jump("for_itself")
	e.label("for_somebody")
	e.owner(e.from(), "sender")
	e.load(asm.R0, process.in("Pid"))
	e.emit(asm.JNE.Imm(asm.R0, 0, "sender_known"))
	e.label("for_itself")
	e.thisProcess(process)
	e.label("sender_known")
}

// identify fills in when, who and for whom. Nobody needs the socket afterwards.
func (e *entry) identify() {
	record := e.send.in("Record")
	e.step("when, which thread")
	if e.mode == Capturing {
		e.takeTime(e.work)
	} else {
		e.now()
	}
	e.store(record.in("Time"), asm.R0)
	e.store(record.in("Step"), asm.R0)
	e.store(record.in("Now"), asm.R0)
	e.load(asm.R0, slotThread)
	e.store(record.in("Thread"), asm.R0)
	if !e.filter.byIdentity() {
		e.identities()
	}
	e.noteReceiver()
	e.own(e.send, e.sock)

	e.step("everything else of this message starts at 0")
	e.clear(span(e.send.in("Final"), e.send.in("Fill")))
	for _, member := range []string{"Offset", "Unreadable", "Dropped", "Unwanted"} {
		e.store(record.in(member), asm.R0)
	}
}

// putInFlight fills in all that is known of a send, and where its bytes are, puts it in
// flight and, if there is a reader who puts sends in order, announces it.
func (e *entry) putInFlight(describe func(*entry), exit string) {
	matched, more := e.msg, e.peer // 1 or 0 each: nobody needs the others any more
	inFlight := exit
	e.identify()
	if e.mode == Capturing {
		inFlight = "announce"
		describe(e)
	}

	e.step("an earlier send still here: its return was never seen")
	e.emit(asm.Mov.Imm(more, 1))
	e.lookup(mapInFlight, slotThread, "table")
	e.countMissed(at[send](asm.R0))
	e.emit(asm.Mov.Imm(more, 0)) // this one takes its place

	e.label("table")
	e.step("in_flight[thread] = send")
	e.update(mapInFlight, slotThread, e.send, ebpf.UpdateAny)
	e.load(matched, e.send.in("Matched"))
	e.emit(asm.JNE.Imm(asm.R0, 0, "no_room"))
	e.moreInFlight(more)
	e.count(e.work.in("Counts.Matched"), matched)
	e.jump(inFlight)

	e.label("no_room")
	if e.mode == Capturing {
		e.idle(e.work, asm.R0)
	}
	if e.queues {
		e.step("no room: its buffers are seen when they are queued, each a message")
		e.count(e.work.in("Counts.Unfollowed"), matched)
	} else {
		e.step("no room: it is lost")
		e.count(e.work.in("Counts.Matched"), matched)
		e.count(e.work.in("Counts.TableFull"), matched)
	}
	if e.mode == Counting {
		return
	}
	e.jump(exit)

	e.label("announce")
	e.step("the reader holds back what is newer until this send is done")
	e.emit(asm.JEq.Imm(matched, 0, "undecided_yet"))
	e.notify(RecordBegin, e.send.in("Record"), e.work.in("Counts"))
	e.idle(e.work, asm.R0)

	e.step("ancillary data is looked at now: nobody knows how long the descriptors stay")
	e.load(asm.R1, e.send.in("ControlLen"))
	e.emit(asm.JEq.Imm(asm.R1, 0, exit))
	e.ancillary()
	e.jump(exit)
	e.label("undecided_yet")
	e.idle(e.work, asm.R0)
}

// ancillary continues in the programs that look at ancillary data, for good.
func (e *entry) ancillary() {
	if e.filter.Memfd > 0 {
		e.tailCall(tailMemfds)
	}
	e.tailCall(tailControl)
	e.countOne(e.work.in("Counts.ControlLost"))
}

// takeTime loads the time that a send has from now on into R0. The reader is to know that a
// record of then will come.
func (a *assembler) takeTime(work place) {
	a.set(work.in("Busy"), 1, asm.R0)
	a.now()
	a.store(work.in("Busy"), asm.R0)
}

// idle says that what this CPU's program had to output is in the ring, or never will be.
func (a *assembler) idle(work place, by asm.Register) {
	a.set(work.in("Busy"), 0, by)
}
