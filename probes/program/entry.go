package program

import (
	"slices"
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// Where members lie in the structures that programs write.
const (
	workSend   = unsafe.Offsetof(work{}.Send)
	workRecord = workSend + sendRecord
	sendRecord = unsafe.Offsetof(send{}.Record)
	recordFrom = unsafe.Offsetof(Record{}.From)
	recordTo   = unsafe.Offsetof(Record{}.To)
	endInode   = unsafe.Offsetof(End{}.Inode)
	endProcess = unsafe.Offsetof(End{}.Process)
	endName    = unsafe.Offsetof(End{}.Name)
	workFile   = unsafe.Offsetof(work{}.File)
	workEntry  = unsafe.Offsetof(work{}.Entry)
)

// Registers of the entry programs.
const (
	regWork = asm.R6 // this CPU's struct work
	regMsg  = asm.R7 // struct msghdr of the call
	regSock = asm.R8 // struct socket of the call, then its struct sock
	regPeer = asm.R9 // struct sock of the peer, 0 without one
)

// judgedHere is the send of an entry program.
var judgedHere = judged{send: regWork, at: workSend, work: regWork}

// streamEntry builds the program for the entry of unix_stream_sendmsg.
func streamEntry(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.enter(o, f)
	a.judgeReceiver(o, f)
	a.decide()
	a.unlisted()
	a.matched()
	a.identify(o, f)
	if m == Capturing {
		a.describe(o)
	}
	a.putInFlight(m)
	return a.program("stream_entry")
}

// dgramEntry builds the program for the entry of unix_dgram_sendmsg, which
// serves datagram and seqpacket sockets. Where a datagram with an address goes is
// known only later, so one that does not match yet is kept, undecided.
func dgramEntry(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.enter(o, f)
	if !slices.Contains(o.Absent, kernel.MaySend) { // else the peer is all that will be known
		a.step("a datagram with an address may go elsewhere than to the peer")
		a.readKernel(asm.R0, regMsg, o.MsgNameLen)
		a.emit(
			asm.JEq.Imm(asm.R0, 0, "to_peer"),
			asm.LoadMem(asm.R0, regWork, int16(workRecord+recordMembers["Type"].offset), asm.Word),
			asm.JNE.Imm(asm.R0, unix.SOCK_DGRAM, "to_peer"),
		)
		if !f.refuses() { // else the receiver may be excluded
			a.decide()
		}
		a.emit(asm.Ja.Label("undecided"))
		a.label("to_peer")
	}
	a.judgeReceiver(o, f)
	a.decide()
	a.unlisted()

	a.label("undecided")
	a.step("undecided: security_unix_may_send will see the receiver")
	a.emit(
		asm.Mov.Imm(asm.R0, 0),
		asm.StoreMem(regWork, int16(workSend+unsafe.Offsetof(send{}.Matched)), asm.R0, asm.DWord),
		asm.Ja.Label("identify"),
	)
	a.matched()
	a.label("identify")
	a.identify(o, f)
	if m == Capturing {
		a.describe(o)
	}
	a.putInFlight(m)
	return a.program("dgram_entry")
}

// pageEntry builds the program for the entry of unix_stream_sendpage, through
// which splice and sendfile send before Linux 6.5, one call for each page.
func pageEntry(o *kernel.Offsets, f Filter, m Mode) (*ebpf.ProgramSpec, error) {
	a := newAssembler(o)
	a.enter(o, f)
	a.judgeReceiver(o, f)
	a.decide()
	a.unlisted()
	a.matched()
	a.identify(o, f)
	if m == Capturing {
		a.describePage(o)
	}
	a.putInFlight(m)
	return a.program("page_entry")
}

// enter loads the registers, fills in what the filter needs to know and starts the
// verdict with what the sender's end adds to it. A socket of a type that is not
// asked for goes to unlisted.
func (a *assembler) enter(o *kernel.Offsets, f Filter) {
	a.step("(struct socket *sock, struct msghdr *msg, ...), or a struct page")
	a.argument(regSock, o.Registers.Arg1)
	a.argument(regMsg, o.Registers.Arg2)
	a.emit(asm.StoreMem(asm.R10, slotContext, asm.R1, asm.DWord))

	a.thisThread()
	if f.Self != 0 {
		a.step("what this process itself sends is not for show")
		a.emit(
			asm.RSh.Imm(asm.R0, 32),
			asm.JEq.Imm(asm.R0, int32(f.Self), "exit"),
		)
	}

	a.workArea(regWork, "exit")

	a.step("type = sock->type")
	a.readKernel(asm.R0, regSock, o.SocketType)
	a.store("Type", asm.R0)
	if len(f.Types) > 0 {
		for _, t := range f.Types {
			a.emit(asm.JEq.Imm(asm.R0, int32(t), "type_listed"))
		}
		a.emit(asm.Ja.Label("unlisted"))
		a.label("type_listed")
	}

	a.step("sk = sock->sk; peer = unix_sk(sk)->peer")
	a.readKernel(regSock, regSock, o.SocketSk)
	a.readKernel(regPeer, regSock, o.UnixPeer)

	a.boundName(o, regWork, workRecord+recordFrom+endName, regSock, "from")
	a.boundName(o, regWork, workRecord+recordTo+endName, regPeer, "to")
	if f.byIdentity() {
		a.identities(o)
	}

	a.step("the verdict of the filter, first what the sender adds")
	a.emit(
		asm.Mov.Imm(asm.R0, int32(f.initial())),
		asm.StoreMem(regWork, judgedHere.member(sendVerdict), asm.R0, asm.DWord),
	)
	a.judgeSocket(o, f, judgedHere, recordFrom, regSock, "from")
	a.judgeProcess(f, judgedHere, recordFrom, "sender")
}

// judgeReceiver adds to the verdict what the peer's end does.
func (a *assembler) judgeReceiver(o *kernel.Offsets, f Filter) {
	a.judgeSocket(o, f, judgedHere, recordTo, regPeer, "to")
	a.judgeProcess(f, judgedHere, recordTo, "receiver")
	a.judgeUnnamed(f, judgedHere)
}

// decide jumps to matched if the send is wanted.
func (a *assembler) decide() {
	a.step("is it wanted?")
	a.emit(
		asm.LoadMem(asm.R0, regWork, judgedHere.member(sendVerdict), asm.DWord),
		asm.JEq.Imm(asm.R0, int32(wanted), "matched"),
	)
}

// matched is where a send that the filter wants continues.
func (a *assembler) matched() {
	a.label("matched")
	a.step("the filter wants this send")
	a.countOne(regWork, unsafe.Offsetof(Counts{}.Matched))
	a.emit(
		asm.Mov.Imm(asm.R0, 1),
		asm.StoreMem(regWork, int16(workSend+unsafe.Offsetof(send{}.Matched)), asm.R0, asm.DWord),
	)
}

// unlisted is where a send that the filter does not want ends. If its thread has
// a send in flight, the return of that was never seen, and must not be taken for
// this one's.
func (a *assembler) unlisted() {
	a.label("unlisted")
	a.step("the filter does not want it")
	a.lookup(mapInFlight, asm.R10, slotThread, "exit")
	a.emit(asm.LoadMem(asm.R2, asm.R0, int16(unsafe.Offsetof(send{}.Matched)), asm.DWord))
	a.count(regWork, unsafe.Offsetof(Counts{}.MissedReturn), asm.R2)
	a.forget()
	a.emit(asm.Ja.Label("exit"))
}

// identities fills in who sends over which socket to which, and whose that is.
func (a *assembler) identities(o *kernel.Offsets) {
	a.step("ino = SOCK_INODE(sk->sk_socket)->i_ino")
	a.inode(o, regSock, workRecord+recordFrom)
	a.inode(o, regPeer, workRecord+recordTo)
	a.sender(o)
	a.owner(regWork, workRecord+recordTo, "receiver")
	a.peerProcess(o, regSock, workRecord+recordTo+endProcess)
}

// sender fills in the process that sends. A thread of the kernel sends for somebody
// else: before Linux 5.12, those of io_uring do.
func (a *assembler) sender(o *kernel.Offsets) {
	process := int16(workRecord + recordFrom + endProcess)
	a.ifKernelThread(o, "for_somebody")
	a.emit(asm.Ja.Label("for_itself"))
	a.label("for_somebody")
	a.owner(regWork, workRecord+recordFrom, "sender")
	a.emit(
		asm.LoadMem(asm.R0, regWork, process+int16(processPid), asm.Word),
		asm.JNE.Imm(asm.R0, 0, "sender_known"),
	)
	a.label("for_itself")
	a.thisProcess(o, regWork, process)
	a.label("sender_known")
}

// identify fills in when, who and for whom. Nobody needs regSock afterwards.
func (a *assembler) identify(o *kernel.Offsets, f Filter) {
	a.step("when, which thread")
	a.emit(asm.FnKtimeGetNs.Call())
	a.store("Time", asm.R0)
	a.store("Step", asm.R0)
	a.store("Now", asm.R0)
	a.emit(asm.LoadMem(asm.R0, asm.R10, slotThread, asm.DWord))
	a.store("Thread", asm.R0)
	if !f.byIdentity() {
		a.identities(o)
	}
	a.own(regSock)

	a.step("everything else of this message starts at 0")
	a.emit(asm.Mov.Imm(asm.R0, 0))
	for at := unsafe.Offsetof(send{}.Final); at < sendRecord; at += 8 {
		a.emit(asm.StoreMem(regWork, int16(workSend+at), asm.R0, asm.DWord))
	}
	for _, member := range []string{"Offset", "Unreadable", "Dropped"} {
		a.store(member, asm.R0)
	}
}

// putInFlight ends an entry program: the send is in flight and, if there is a reader
// who puts sends in order, announced.
func (a *assembler) putInFlight(m Mode) {
	a.step("an earlier send still here: its return was never seen")
	a.lookup(mapInFlight, asm.R10, slotThread, "table")
	a.emit(asm.LoadMem(asm.R2, asm.R0, int16(unsafe.Offsetof(send{}.Matched)), asm.DWord))
	a.count(regWork, unsafe.Offsetof(Counts{}.MissedReturn), asm.R2)

	inFlight := "exit"
	if m == Capturing {
		inFlight = "announce"
	}
	a.label("table")
	a.step("in_flight[thread] = send")
	a.update(mapInFlight, asm.R10, slotThread, regWork, int32(workSend))
	a.emit(
		asm.LoadMem(regMsg, regWork, int16(workSend+unsafe.Offsetof(send{}.Matched)), asm.DWord),
		asm.JEq.Imm(asm.R0, 0, inFlight),
	)
	a.step("no room: a matched send is lost, an undecided one may be")
	a.count(regWork, unsafe.Offsetof(Counts{}.TableFull), regMsg)
	a.emit(asm.Xor.Imm(regMsg, 1))
	a.count(regWork, unsafe.Offsetof(Counts{}.PerhapsLost), regMsg)
	if m == Capturing {
		a.emit(asm.Ja.Label("exit"))

		a.label("announce")
		a.step("the reader holds back what is newer until this send is done")
		a.emit(asm.JEq.Imm(regMsg, 0, "exit"))
		a.notify(RecordBegin, regWork, workRecord, regWork)

		a.step("ancillary data is looked at now: nobody knows how long the descriptors stay")
		a.emit(
			asm.LoadMem(asm.R1, regWork, int16(workSend+unsafe.Offsetof(send{}.ControlLen)), asm.DWord),
			asm.JEq.Imm(asm.R1, 0, "exit"),
		)
		a.tailCall(tailControl)
		a.countOne(regWork, unsafe.Offsetof(Counts{}.ControlLost))
	}

	a.label("exit")
	a.exit()
}

// store writes src to a member of the record in the work area.
func (a *assembler) store(member string, src asm.Register) {
	m := recordMembers[member]
	a.emit(asm.StoreMem(regWork, int16(workRecord+m.offset), src, a.sized(m.size)))
}

// boundName fills the name at to+at with the bound name of the unix socket sk.
// The label prefix keeps its jumps apart from other uses in the same program.
func (a *assembler) boundName(o *kernel.Offsets, to asm.Register, at uintptr, sk asm.Register, label string) {
	const regAddr = asm.R0
	member := func(offset uintptr) int16 { return int16(at + offset) }

	a.step("name of " + label + ": NUL padding, so that equal names are equal keys")
	a.emit(asm.Mov.Imm(asm.R0, 0))
	for word := uintptr(0); word < unsafe.Sizeof(Name{}); word += 8 {
		a.emit(asm.StoreMem(to, member(word), asm.R0, asm.DWord))
	}
	a.emit(
		asm.Mov.Imm(asm.R0, nameBits),
		asm.StoreMem(to, member(unsafe.Offsetof(Name{}.PrefixLen)), asm.R0, asm.Word),
	)

	a.step("addr = unix_sk(sk)->addr, NULL while unnamed")
	a.readKernel(regAddr, sk, o.UnixAddr)
	a.emit(
		asm.JEq.Imm(regAddr, 0, label+"_named"),
		asm.StoreMem(asm.R10, slotSegment, regAddr, asm.DWord),
	)
	a.step("its first byte: NUL for an abstract name")
	a.readKernel(asm.R0, regAddr, kernel.Field{Offset: o.AddrPath.Offset, Size: 1})
	a.step("path = (first + 255) >> 8: 1 for a path, 0 for an abstract name")
	a.emit(
		asm.Add.Imm(asm.R0, 255),
		asm.RSh.Imm(asm.R0, 8),
		asm.StoreMem(asm.R10, slotSegment+8, asm.R0, asm.DWord),
		asm.Mov.Imm(asm.R1, int32(nameAbstract)),
		asm.Sub.Reg(asm.R1, asm.R0),
		asm.StoreMem(to, member(unsafe.Offsetof(Name{}.Kind)), asm.R1, asm.Byte),
		asm.LoadMem(asm.R0, asm.R10, slotSegment, asm.DWord),
	)
	a.step("len = addr->len - sizeof(sun_family) - the NUL that ends a path")
	a.readKernel(asm.R2, regAddr, o.AddrLen)
	a.emit(
		asm.Sub.Imm(asm.R2, 2),
		asm.LoadMem(asm.R1, asm.R10, slotSegment+8, asm.DWord),
		asm.Sub.Reg(asm.R2, asm.R1),
		asm.JGT.Imm(asm.R2, nameSize, label+"_named"), // no such name: leave it empty
		asm.StoreMem(to, member(unsafe.Offsetof(Name{}.Len)), asm.R2, asm.Byte),
		asm.LoadMem(asm.R3, asm.R10, slotSegment, asm.DWord),
		asm.Add.Imm(asm.R3, int32(o.AddrPath.Offset)),
		asm.Mov.Reg(asm.R1, to),
		asm.Add.Imm(asm.R1, int32(at+unsafe.Offsetof(Name{}.Bytes))),
		asm.FnProbeReadKernel.Call(),
	)
	a.label(label + "_named")
}

// inode stores the inode number of the socket that sk belongs to in the end at
// regWork+at: 0 for a peer that nobody has accepted yet.
func (a *assembler) inode(o *kernel.Offsets, sk asm.Register, at uintptr) {
	a.readKernel(asm.R0, sk, o.SockSocket)
	a.readKernel(asm.R0, asm.R0, o.SocketIno)
	a.emit(asm.StoreMem(regWork, int16(at+unsafe.Offsetof(End{}.Inode)), asm.R0, asm.DWord))
}
