package program

import "unsafe"

// The types in this file are the only definition of what programs and Go code
// share: programs address the members by their names (place.go), Go reads the same
// structs. Every member is naturally aligned and in the
// kernel's own byte order; pad members are explicit and unused.

// RecordKind says what a record tells.
type RecordKind uint32

const (
	RecordBegin    RecordKind = iota + 1 // a matching send was entered
	RecordControl                        // its ancillary data
	RecordFiles                          // what the file descriptors in there are
	RecordResume                         // it was blocked, and goes on
	RecordPart                           // some of its bytes, more to follow
	RecordEnd                            // its last bytes: the message is complete
	RecordWhole                          // a message, of which nothing else tells
	RecordCancel                         // the kernel refused it: no message
	RecordOwner                          // not of a send: who now receives over a socket
	RecordAccepted                       // nor this: who accepted a connection
	RecordFreed                          // nor this: nobody will receive over a connection any more
	RecordEvent                          // nor this: what else happened between two sockets
	RecordContent                        // some of what is in a memfd that a send passes, before its ancillary data
)

// nameKind tells apart the three kinds of socket name.
type nameKind uint8

const (
	nameNone     nameKind = iota // not bound
	namePath                     // in the file system
	nameAbstract                 // in the abstract namespace, starts with NUL
)

// nameSize is the size of sun_path.
const nameSize = 108

// Name is the bound name of a socket, laid out as a key of the filter's LPM
// trie. Bytes is padded with NUL, and Len makes the key of an exact name differ
// from that of any longer one.
type Name struct {
	PrefixLen uint32 // bits of the key that count: nameBits in a look-up
	Kind      nameKind
	Bytes     [nameSize]byte
	Len       uint8
	_         [6]byte
}

const (
	nameBits    = 8 * (1 + nameSize + 1)
	nameKeySize = 4 + 1 + nameSize + 1
)

// Process is who sends, or who is to receive.
type Process struct {
	Pid    uint32   // in the initial pid namespace, 0 if unknown
	UID    uint32   // UnknownUID if unknown
	Cgroup uint64   // id of its control group (version 2), 0 if unknown
	Comm   [16]byte // of the thread group leader
}

// Owner is the process that used a socket last.
type Owner struct {
	Process  Process
	Captured uint32 // 1 if a captured message was sent over the socket or to it
	Use      Use
	Since    uint64 // nanoseconds of CLOCK_MONOTONIC since when it is that process
	Turns    uint64 // 1 if several processes have used the socket, or had it when the capture started
}

// Use is how it is known whose a socket is.
type Use uint32

const (
	useUnknown  Use = iota
	UseHeld         // the process held it when the capture started, and so did others
	useMade         // it has made or accepted it, and nobody has used it since
	UseAlone        // it alone held it when the capture started
	useSent         // it has sent over it
	useReceived     // it has received
	useDoubt        // one of these three, but another process may use it by now (handed.go)
	useGone         // any of them, but the process has ended before the send
)

// Guess reports whether another process may use the socket: it can be handed on, as it is
// to whom a process forks.
func (u Use) Guess() bool { return u != useUnknown && !u.Sure() }

// Ended reports whether the process had ended when the send was entered.
func (u Use) Ended() bool { return u == useGone }

// Misses reports whether another process may have received without being seen: it waited for
// something to receive already when that was not asked.
func (u Use) Misses() bool { return u == useUnknown || u == UseHeld || u == useDoubt }

// Sure reports whether the process is the one that receives.
func (u Use) Sure() bool { return u >= UseAlone && u <= useReceived }

// UnknownUID is a user id that no user has.
const UnknownUID = 1<<32 - 1

// End is one end of a send, as far as the kernel knows it.
type End struct {
	Inode   uint64 // of the socket, 0 when no process has accepted it yet
	Process Process
	Name    Name
}

// fileKey is a key of the filter's map of files: which file a socket is bound to,
// whatever it is called.
type fileKey struct {
	Inode  uint64
	Device uint32 // of its file system, as the kernel numbers it
	_      uint32
}

// entryKey is a key of the filter's LPM trie of directory entries: where the file of
// a socket is, whatever the directory was called when it was bound. Bytes and Len
// are as in a Name.
type entryKey struct {
	PrefixLen uint32 // bits of the key that count: entryBits in a look-up
	Device    uint32 // of the directory
	Inode     uint64 // of the directory
	Bytes     [nameSize]byte
	Len       uint8
	_         [3]byte
}

const (
	entryBits    = 8 * (4 + 8 + nameSize + 1)
	entryKeySize = 4 + 4 + 8 + nameSize + 1
)

// Record is what the rings carry: this header, then Size bytes of payload. The
// kinds begin, resume and cancel end before the member Now. In the kinds owner and
// accepted, From is the socket and who receives over it or accepted it, the inode of To
// that of its peer, the Receiver as in what was sent there before, or 0, and the Verdict
// what the filter says of the process. The kind freed has a Receiver only. In the kind event,
// From is who did it, and an Event follows; where nothing but the socket is missing in the
// Verdict, and there is no Receiver, the name of To is a path that somebody asked for in vain,
// and it is for the reader to find out whether it means a file that is asked for.
type Record struct {
	Kind       RecordKind
	Size       uint32 // payload bytes that follow this header
	Time       uint64 // nanoseconds of CLOCK_MONOTONIC when the send was entered or, if plain, queued
	Thread     uint64 // process id in the upper half, thread id in the lower
	Result     int64  // what the send returned: bytes accepted, or -errno
	Step       uint64 // before any of the payload went out: when it was entered, resumed or queued
	Offset     uint64 // of the payload in the message, or how far it got
	Unreadable uint64 // bytes so far that could not be read
	Dropped    uint64 // bytes so far that the ring had no room for
	Unwanted   uint64 // bytes so far that nobody asked for

	Now   uint64 // when this record was made: what it does not tell of goes out later
	Type  uint32 // SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET
	Flags uint32 // MSG_* of the call
	From  End
	To    End

	Receiver uint64  // a number for who receives, while it is not known who that is, else 0 (receiver.go)
	Verdict  Verdict // what the filter says of the rest, if there is a Receiver
	Use      Use     // of the socket of To, by its process
	_        uint32
}

const (
	recordSize = int(unsafe.Sizeof(Record{}))
	noticeSize = int(unsafe.Offsetof(Record{}.Now)) // begin, resume and cancel
)

// Which bytes of a send are read.
const (
	returned    = iota + 1 // those that are left, as it returned
	queuedWhole            // all, as they are queued; nothing told of it before
	queuedLast             // all, as they are queued; it was announced
	queuedPart             // some, as they are queued; it goes on
)

// memory says where a send's bytes lie.
type memory uint64

const (
	memoryUser   memory = iota // at addresses of the sender; struct iovec
	memoryKernel               // at addresses of the kernel; struct kvec, the same
	memoryPages                // in pages; struct bio_vec
)

// send is a send in flight: what its entry learned and its return needs. It is
// the value of the in-flight map. Who reads bytes copies it to the work area.
type send struct {
	Matched uint64  // 1 when the filter wants it, 0 while undecided
	Verdict Verdict // what the filter says of it, as far as it is known
	Final   uint64  // not 0 if what is read is not what a checkpoint finds: one of these
	Queued  uint64  // 1 if its bytes are read when they are queued
	Msg     uint64  // struct msghdr, whose iterator counts down; 0 for a page
	Count   uint64  // bytes that the iterator had at the entry

	// Ancillary data, in the kernel's own copy, and how far it was looked at.
	Control    uint64 // address
	ControlLen uint64 // bytes
	ControlAt  uint64 // offset of the next header or descriptor
	Descriptor uint64 // descriptors left under the last header

	// Where the bytes are.
	Memory memory
	Next   uint64 // address of the next segment
	Segs   uint64 // segments from there on
	Skip   uint64 // bytes to skip in the next segment
	Base   uint64 // address of the bytes to read next
	Here   uint64 // bytes left at Base in the current segment
	Left   uint64 // bytes to read now
	Fill   uint64 // bytes read but not yet output

	Record Record
}

// file is what a passed file descriptor leads to. Records of kind files carry
// one for each.
type file struct {
	Descriptor int32 // in the sender
	Mode       uint32
	Inode      uint64
	Device     uint32 // of its file system, as the kernel numbers it
	_          uint32
	Name       [fileNameSize]byte
}

// content is some of the bytes of a memfd that is passed, which follow it. Records of the kind
// content carry one. Offset counts from the start of the file.
type content struct {
	Number uint64 // of its descriptor among those of the message, from 0
	Size   int64  // of the whole file
	Offset int64
}

// fileNameSize bounds the last component of a file's path, with its NUL.
const fileNameSize = 64

// EventKind says what happened.
type EventKind uint32

const (
	EventConnect  EventKind = iota + 1 // From connected to To, or tried to
	EventAccept                        // From is the socket that To's connection was accepted at
	EventShutdown                      // From ended one direction of its connection, or both
	EventClose                         // nobody has the socket of From open any more
	EventRefused                       // a send of From's was refused
)

// Event is what a record of the kind event carries.
type Event struct {
	Kind    EventKind
	How     uint32 // of a shutdown: SHUT_*; of a close: 1 if the other end was open
	Result  int64  // 0, or -errno
	Offered uint64 // bytes, of a send
}

const eventSize = int(unsafe.Sizeof(Event{}))

// EventCounts are kept by the programs that tell of events, as Counts are.
type EventCounts struct {
	Lost uint64 // events that found no room in a ring, or that could not be followed
}

// EventCountsAt is where they are in each CPU's work area.
const EventCountsAt = unsafe.Offsetof(workArea{}.Events)

// connecting is a thread that is about to connect.
type connecting struct {
	Sock    uint64 // struct sock
	Address uint64 // that it connects to, in kernel memory
	Length  uint64 // of that
	Other   uint64 // struct sock that listens there, once it is found, else 0
	New     uint64 // struct sock of the new connection there
}

// goneEnd is an end of a connection that was closed, while the other one is open.
type goneEnd struct {
	Inode   uint64
	Process Process
}

// Counts are kept by the programs, per CPU, and only ever grow.
type Counts struct {
	Matched      uint64 // sends that the filter wants
	Ended        uint64 // of them, those whose end record went out
	Cancelled    uint64 // of them, those the kernel refused
	RingFull     uint64 // of them, those whose end record found no room
	NoRing       uint64 // of them, those whose end record found no ring: their CPU has just come online
	TableFull    uint64 // of them, those the in-flight map had no room for
	MissedReturn uint64 // of them, those whose return was never seen
	Unfollowed   uint64 // sends that it had no room for, and whose buffers were seen when they were queued
	Unordered    uint64 // begin, resume and cancel records that found no room, or no ring
	TailRefused  uint64 // messages cut short because the kernel refused a tail call
	ControlLost  uint64 // ancillary data that found no room in the ring, or no ring
	OwnersFull   uint64 // times that it was not noted whose a socket is, for want of room
	Numbered     uint64 // numbers given to receivers
	GroupsFull   uint32 // control groups that are wanted and that the map of groups had no room for
	PidsFull     uint32 // processes that followed ones have started and that the map of processes had no room for
}

const (
	stepSize    = 4096 // one step reads at most to the end of a page
	stepMask    = 0x1fff
	fillMask    = 0x7fff
	flushAt     = 24 << 10 // output when more than this is filled
	payloadSize = fillMask + stepMask + 1

	// Ancillary data is read up to here: 253 descriptors take 1 KiB.
	controlMask = 0xfff
)

// Progress is the start of each CPU's work area: what is of interest while programs run.
//
// A message has its place in the order by the time that its program took for it, but it is
// in the ring only a moment later. In between Busy is not 0: 1 first, and then that time.
type Progress struct {
	Counts Counts
	Busy   uint64
}

// workArea is one CPU's work area. Programs run with preemption disabled and do not
// nest, so each has its CPU's area for itself. Record is the last member of
// send, so the payload follows its header and both go out as one piece.
type workArea struct {
	Counts  Counts
	Busy    uint64  // what Progress says
	File    fileKey // where keys are put together
	Entry   entryKey
	Send    send
	Payload [payloadSize]byte
	Events  EventCounts // behind all else, which stays where it is
}

// FlowKey tells apart what is counted: which process sends over which socket to
// which process at which.
type FlowKey struct {
	From    uint64 // inode of the sender's socket
	To      uint64 // of the receiver's, 0 when no process has accepted it yet
	FromPid uint32
	ToPid   uint32 // whose the receiver's socket is, 0 if unknown

	Receiver uint64 // as in a Record
}

// Flow is what was counted. From, To and Use are as they were at its first send.
type Flow struct {
	Messages uint64
	Bytes    uint64
	Last     uint64  // nanoseconds of CLOCK_MONOTONIC when the latest send returned
	Verdict  Verdict // as in a Record
	Type     uint32  // SOCK_*
	Use      Use     // as in a Record
	From     End
	To       End
}

// Taker is who took a connection, or what was sent to a socket. When it is of a receiver that
// nobody will be, there is no process.
type Taker struct {
	Verdict Verdict // what the filter says of the process
	Inode   uint64  // of the socket
	Process Process
}

// CountingArea is one CPU's work area where sends are only counted: as workArea, but for
// the payload.
type CountingArea struct {
	Counts Counts
	Busy   uint64
	File   fileKey
	Entry  entryKey
	Send   send
	Flow   Flow        // where a new one is put together
	Taker  Taker       // the same
	Flows  FlowsCounts // only ever grow
}

// FlowsCounts are kept by the program that counts.
type FlowsCounts struct {
	Made      uint64 // flows that were put into the map
	Uncounted uint64 // sends that it had no room for
}
