package proc

import (
	"iter"
	"os"
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

// Nobody is what there is to say of a process that is not known.
var Nobody = Process{UID: -1}

// Owners knows which process holds which socket: the one last seen sending on
// it, else the one whose file descriptor /proc shows. What it once learned it
// still knows after the process has gone, unless maxOwners others were used since.
//
// Process ids are those of the initial pid namespace. Where /proc has others, whom it shows
// has none, and it is not asked about a number that is of the host.
type Owners struct {
	proc    string // where /proc is mounted
	foreign bool   // it has other numbers
	cgroups *Cgroups
	used    *recent[use]     // who was seen using a socket
	held    *recent[Process] // else who holds it: apart, so that a scan of many displaces nobody who was seen
	behind  *recent[uint64]  // inode of a socket → that of the one at which its messages were received
	scanned time.Time
	told    int     // number in /proc of whom hold was told last
	holder  Process // that one
}

// use is who uses a socket.
type use struct {
	Process
	at uint64 // when, in nanoseconds of CLOCK_MONOTONIC
}

const (
	// maxOwners bounds the memory of a long capture with many sockets.
	maxOwners = 1 << 16
	// scanInterval bounds the work for sockets that nobody can be found for.
	scanInterval = time.Second
)

// NewOwners reads who holds which socket now from the /proc at the given path.
func NewOwners(proc string) *Owners {
	o := &Owners{
		proc:    proc,
		foreign: !NumbersOfHost(proc),
		cgroups: NewCgroups(proc),
		used:    newRecent[use](maxOwners),
		held:    newRecent[Process](maxOwners),
		behind:  newRecent[uint64](maxOwners),
	}
	o.scan()
	return o
}

// Foreign reports whether /proc has other numbers than those that the kernel tells.
func (o *Owners) Foreign() bool { return o.foreign }

// All yields the inode of every socket that is known, and who holds it.
func (o *Owners) All() iter.Seq2[uint64, Process] {
	return func(yield func(uint64, Process) bool) {
		for inode, u := range o.used.all() {
			if !yield(inode, u.Process) {
				return
			}
		}
		for inode, p := range o.held.all() {
			if !o.used.has(inode) && !yield(inode, p) {
				return
			}
		}
	}
}

// known is who is known to use or hold a socket.
func (o *Owners) known(inode uint64) (Process, bool) {
	if u, ok := o.used.use(inode); ok {
		return u.Process, true
	}
	return o.held.use(inode)
}

// Saw notes that a process used the socket with that inode number at that time, in
// nanoseconds of CLOCK_MONOTONIC.
func (o *Owners) Saw(inode uint64, p Process, at uint64) {
	if inode == 0 {
		return
	}
	if u, ok := o.used.use(inode); ok && at < u.at {
		return
	}
	o.used.put(inode, use{p, at})
}

// SawReceive notes that a process received over a socket what came from its peer,
// whose inode is 0 if it has none.
func (o *Owners) SawReceive(inode, peer uint64, p Process, at uint64) {
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

// Since returns who was seen using the socket last, if that was after the given
// time.
func (o *Owners) Since(inode, at uint64) (Process, bool) {
	u, ok := o.used.use(inode)
	return u.Process, ok && u.at > at
}

// Of returns the holder of a socket. The hint is a process that is likely to
// be it, 0 for none; it is the answer if no better one is found.
func (o *Owners) Of(inode uint64, hint int) Process {
	if p, ok := o.known(inode); ok {
		return p
	}
	if inode == 0 {
		return o.process(hint)
	}
	if hint != 0 && !o.foreign {
		holds(o.proc, hint, o.hold)
	}
	p, ok := o.known(inode)
	if !ok && time.Since(o.scanned) > scanInterval {
		o.scan()
		p, ok = o.known(inode)
	}
	if ok {
		return p
	}
	return o.process(hint)
}

// scan looks at the file descriptors of every process.
func (o *Owners) scan() {
	var (
		first  Process
		inodes []uint64
	)
	// What can't be read stays unknown.
	_, _ = Holders(o.proc, func(inode uint64, p Process) {
		if p.Pid == 1 {
			first, inodes = p, append(inodes, inode)
			return
		}
		o.hold(inode, p)
	})
	// Process 1 last, as it also holds the sockets of what it starts on demand.
	for _, inode := range inodes {
		o.hold(inode, first)
	}
	o.scanned = time.Now()
}

// hold notes that a process has a socket open, but never replaces what is known:
// a process that was seen using a socket is a better answer.
func (o *Owners) hold(inode uint64, p Process) {
	if inode == 0 || o.used.has(inode) || o.held.has(inode) {
		return
	}
	if p.Pid != o.told { // it has many, one after the other
		o.told = p.Pid
		p.Cgroup = o.cgroups.Of(p.Pid)
		if o.foreign {
			p.Pid = 0
		}
		o.holder = p
	}
	o.held.put(inode, o.holder)
}

// process describes a process while it is there.
func (o *Owners) process(pid int) Process {
	if o.foreign {
		return Process{Pid: pid, UID: -1}
	}
	p := Describe(o.proc, pid)
	if pid != 0 {
		p.Cgroup = o.cgroups.Of(pid)
	}
	return p
}

// Describe describes a process, but for its control group, by the /proc at the
// given path.
func Describe(proc string, pid int) Process {
	if pid == 0 {
		return Nobody
	}
	comm, _ := os.ReadFile(Path(proc, pid, "comm"))
	status, _ := os.ReadFile(Path(proc, pid, "status"))
	return Process{Pid: pid, Comm: strings.TrimSuffix(string(comm), "\n"), UID: realUID(status)}
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
