package proc

import (
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Process is a process that holds a socket.
type Process struct {
	Pid    int    // 0 if unknown; the rest may be known
	Comm   string // command name, raw bytes
	UID    int    // real user id, -1 if unknown
	Cgroup uint64 // id of its control group (version 2), 0 if unknown
}

// Holder is a process that has a socket open.
type Holder struct {
	Process
	Alone bool // no other has, but for process 1, which holds what it starts others on demand for

	number int // of the process in /proc
}

// Nobody is what there is to say of a process that is not known.
var Nobody = Process{UID: -1}

// Owners knows which process holds which socket: the one last seen sending on
// it, else the one whose file descriptor /proc shows. What it once learned it
// still knows after the process has gone, unless maxOwners others were used since.
// It is not for use by several goroutines at once, but searches in the background
// (search.go) if it is asked to.
//
// Process ids are those of the initial pid namespace. Where /proc has others, whom it shows
// has none, and it is not asked about a number that is of the host.
type Owners struct {
	proc   string          // where /proc is mounted
	used   *recent[use]    // who was seen using a socket
	behind *recent[uint64] // inode of a socket → that of the one at which its messages were received
	search search
}

// use is who uses a socket.
type use struct {
	Process
	at uint64 // when, in nanoseconds of CLOCK_MONOTONIC

	accepted bool      // it has done no more than to accept the connection
	receipts []receipt // by whom it was received there, the earliest first
}

// receipt is that a process received over a socket.
type receipt struct {
	Process
	at uint64
}

// maxReceipts is how many of a socket are remembered.
const maxReceipts = 32

// received notes one, which need not be the latest.
func (u *use) received(p *Process, at uint64) {
	i := len(u.receipts)
	for i > 0 && u.receipts[i-1].at > at {
		i--
	}
	u.receipts = slices.Insert(u.receipts, i, receipt{*p, at})
	if len(u.receipts) > maxReceipts {
		u.receipts = slices.Delete(u.receipts, 0, 1)
	}
}

// maxOwners bounds the memory of a long capture with many sockets.
const maxOwners = 1 << 16

// NewOwners reads who holds which socket now from the /proc at the given path.
func NewOwners(proc string) *Owners {
	o := &Owners{proc: proc, used: newRecent[use](maxOwners), behind: newRecent[uint64](maxOwners)}
	o.search.init(proc)
	o.search.scan()
	return o
}

// Foreign reports whether /proc has other numbers than those that the kernel tells.
func (o *Owners) Foreign() bool { return o.search.foreign }

// All yields the inode of every socket that is known, and who holds it.
func (o *Owners) All() iter.Seq2[uint64, Holder] {
	return func(yield func(uint64, Holder) bool) {
		for inode, u := range o.used.all() {
			if !yield(inode, Holder{Process: u.Process}) {
				return
			}
		}
		o.search.mu.Lock()
		defer o.search.mu.Unlock()
		for inode, h := range o.search.held.all() {
			if !o.used.has(inode) && !yield(inode, h) {
				return
			}
		}
	}
}

// known is who is known to use or hold a socket.
func (o *Owners) known(inode uint64) (Process, bool) {
	if u := o.used.find(inode); u != nil {
		return u.Process, true
	}
	return o.search.holder(inode)
}

// Saw notes that a process used the socket with that inode number at that time, in
// nanoseconds of CLOCK_MONOTONIC.
func (o *Owners) Saw(inode uint64, p *Process, at uint64) {
	if inode == 0 {
		return
	}
	if u := o.used.find(inode); u == nil {
		o.used.put(inode, use{Process: *p, at: at})
	} else if at >= u.at {
		u.Process, u.at, u.accepted = *p, at, false
	}
}

// SawReceive notes that a process received over a socket what came from its peer,
// whose inode is 0 if it has none.
func (o *Owners) SawReceive(inode, peer uint64, p *Process, at uint64) {
	o.saw(inode, peer, p, at)
	if u := o.used.find(inode); u != nil {
		u.received(p, at)
	}
}

// SawAccept notes that a process has the socket of a connection to a peer, which it may hand
// on before anybody receives there.
func (o *Owners) SawAccept(inode, peer uint64, p *Process, at uint64) {
	o.saw(inode, peer, p, at)
	if u := o.used.find(inode); u != nil && u.at == at {
		u.accepted = true
	}
}

// saw notes that a process used a socket that has this peer.
func (o *Owners) saw(inode, peer uint64, p *Process, at uint64) {
	o.Saw(inode, p, at)
	if peer != 0 {
		o.behind.put(peer, inode)
	}
}

// Behind is the socket at which the messages of another were received, 0 if nobody
// was seen doing that. It serves for messages that were sent over a connection
// before it was accepted.
func (o *Owners) Behind(peer uint64) uint64 {
	inode, _ := o.behind.use(peer)
	return inode
}

// Since returns who was seen receiving over the socket first after the given time, else
// who was seen using it last, if that was after that time. It is a guess if that only
// accepted the connection, which it may have handed on.
func (o *Owners) Since(inode, at uint64) (_ Process, guess, ok bool) {
	u := o.used.find(inode)
	if u == nil {
		return Process{}, false, false
	}
	for i := range u.receipts {
		if r := &u.receipts[i]; r.at > at {
			return r.Process, false, true
		}
	}
	return u.Process, u.accepted, u.at > at
}

// Of returns the holder of a socket. The hint is a process that is likely to
// be it, 0 for none; it is the answer if no better one is found. It may take as long as
// a look at all processes does.
func (o *Owners) Of(inode uint64, hint int) Process {
	if p, ok := o.known(inode); ok {
		return p
	}
	return o.search.forHolder(asked{question{inode: inode, hint: hint}, time.Now()}).Process
}

// Find is Of for those who can't wait for a search: that goes on in the background.
// Until its answer is there, nothing is settled, and ask again; but if searches take too
// long, what is known of the hint is the answer.
func (o *Owners) Find(inode uint64, hint int) (_ Process, settled bool) {
	if p, ok := o.known(inode); ok {
		return p, true
	}
	return o.search.ask(question{inode: inode, hint: hint}, time.Now(), scanInterval)
}

// Describe describes a process, but for its control group, by the /proc at the
// given path.
func Describe(proc string, pid int) Process {
	if pid == 0 {
		return Nobody
	}
	status, _ := os.ReadFile(Path(proc, pid, "status"))
	return Process{Pid: pid, Comm: Comm(proc, pid), UID: realUID(status)}
}

// Comm is how a process is called by the /proc at the given path, "" if it has gone.
func Comm(proc string, pid int) string {
	comm, _ := os.ReadFile(Path(proc, pid, "comm"))
	return strings.TrimSuffix(string(comm), "\n")
}

// realUID is what the contents of /proc/PID/status say, -1 if they do not.
func realUID(status []byte) int {
	ids, _ := Field(status, "Uid") // real, effective, saved, of files
	first, _, _ := strings.Cut(ids, "\t")
	if uid, err := strconv.Atoi(first); err == nil {
		return uid
	}
	return -1
}

// SocketInode reads a link of /proc/PID/fd, "socket:[12345]".
func SocketInode(target string) (uint64, bool) {
	number, ok := strings.CutPrefix(target, "socket:[")
	if !ok {
		return 0, false
	}
	inode, err := strconv.ParseUint(strings.TrimSuffix(number, "]"), 10, 64)
	return inode, err == nil
}
