package terminal

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Viewers are the processes that bring the output of process pid before
// somebody's eyes, the nearest first. Capturing what they say over unix sockets
// while showing it goes on for ever: each message shown makes them say more. They
// are found in the /proc at the given path, and have the numbers that they have
// there. Not among them are pid itself, and what can't be seen for want of rights.
//
// They are found by following the output:
//
//   - A terminal that the process has open, or that controls it, is shown by whoever
//     holds its master side: sshd, a terminal emulator, script, sudo with use_pty,
//     the server of tmux or screen.
//   - That process may in turn write to a terminal, and so on. A server of tmux or
//     screen is not a child of the terminal that it is seen in, but has it open: its
//     client has passed it on.
//   - Others, such as dtach and zellij, have the client write to the terminal. It
//     is connected to a socket on which the server listens.
//   - Standard output and error may be a socket: journald's, under systemd. It
//     writes to others what it gets.
//
// What lies behind those is not found: a display server's messages to a third
// program, or a program that a pipe leads to. Nor is who does not want to be captured and
// only looks as if he showed our output: of a terminal it has to be known that it is ours,
// and its holder has to be root or the user whom it belongs to.
//
// The function peers gives the inode number of the socket that another is connected
// to, 0 if it can't tell; nil can never tell. Without it clients of the third kind
// are not found, nor is who took over a socket from systemd, as journald does.
func Viewers(root string, pid int, peers func(inode uint64) uint64) []proc.Process {
	if peers == nil {
		peers = func(uint64) uint64 { return 0 }
	}
	f := &outputFollower{proc: root, peers: peers, slaveOf: slaveOf, masterOf: masterOf}
	return f.follow(pid)
}

// outputFollower knows who has which end of what output goes through.
type outputFollower struct {
	proc     string
	peers    func(inode uint64) uint64
	slaveOf  func(path string) (_ pty, owner int, ok bool) // see there; others in tests
	masterOf func(pid int, fd string) (pty, bool)

	masters []holder
	sockets map[uint64][]int // processes that hold the socket with an inode number
}

// holder is a process that has one side of a terminal.
type holder struct {
	pty
	pid   int
	owner int // of a slave side: the user whom the terminal belongs to
}

// follow is Viewers.
func (f *outputFollower) follow(pid int) []proc.Process {
	f.scan()
	var shows []int
	add := func(pids []int) {
		for _, p := range pids {
			if p != pid && !slices.Contains(shows, p) {
				shows = append(shows, p)
			}
		}
	}
	add(f.showing(pid))
	for i := 0; i < len(shows); i++ { // shows grows
		add(f.showing(shows[i]))
		add(f.clients(shows[i]))
	}
	add(f.readers(pid)) // last: those who are connected to journald show nothing

	var found []proc.Process
	for _, p := range shows {
		// It may have gone: a child inherits what it does not show, until it has
		// become another program.
		if _, err := os.Stat(f.path(p)); err == nil {
			found = append(found, proc.Describe(f.proc, p))
		}
	}
	return found
}

// scan looks at every process.
func (f *outputFollower) scan() {
	f.sockets = map[uint64][]int{}
	pids, _ := proc.Pids(f.proc) // unreadable: nothing is known
	for _, pid := range pids {
		f.files(pid, func(fd, target string) {
			if inode, ok := proc.SocketInode(target); ok {
				f.sockets[inode] = append(f.sockets[inode], pid)
			}
			if filepath.Base(target) != "ptmx" {
				return
			}
			if t, ok := f.master(pid, fd); ok {
				f.masters = append(f.masters, holder{pty: t, pid: pid})
			}
		})
	}
}

// files calls each with the descriptors that a process has open.
func (f *outputFollower) files(pid int, each func(fd, target string)) {
	fds, err := os.ReadDir(f.path(pid, "fd"))
	if err != nil {
		return // gone, or not ours to look at
	}
	for _, fd := range fds {
		if target, err := os.Readlink(f.path(pid, "fd", fd.Name())); err == nil {
			each(fd.Name(), target)
		}
	}
}

func (f *outputFollower) path(pid int, names ...string) string {
	return proc.Path(f.proc, pid, names...)
}

// master is the terminal whose master side a descriptor is, if it is one, which the kernel
// tells since Linux 4.14 (pty_show_fdinfo in drivers/tty/pty.c).
func (f *outputFollower) master(pid int, fd string) (pty, bool) {
	info, _ := os.ReadFile(f.path(pid, "fdinfo", fd))
	number, _ := proc.Field(info, "tty-index")
	index, err := strconv.Atoi(number)
	if err != nil {
		return pty{}, false
	}
	if t, ok := f.masterOf(pid, fd); ok {
		return t, true
	}
	return masterInMount(info, index)
}

// mountOf is the mount that an open file is in, "" if unknown.
func mountOf(fdinfo []byte) string {
	mount, _ := proc.Field(fdinfo, "mnt_id")
	return mount
}

// terminals are the slave sides that a process has open, and the one that controls
// it, which it may write to as /dev/tty.
func (f *outputFollower) terminals(pid int) []holder {
	var open []holder
	add := func(path string) {
		if t, owner, ok := f.slaveOf(path); ok {
			if h := (holder{t, pid, owner}); !slices.Contains(open, h) {
				open = append(open, h)
			}
		}
	}
	f.files(pid, func(fd, target string) {
		if filepath.Base(filepath.Dir(target)) == "pts" {
			add(f.path(pid, "fd", fd))
		}
	})
	// Its number says nothing in another mount namespace, where /dev/pts is another one.
	if index, ok := f.controlling(pid); ok && f.seesOurs(pid) {
		add(ourDevpts(index))
	}
	return open
}

// seesOurs reports whether a process has the mounts that we have.
func (f *outputFollower) seesOurs(pid int) bool {
	theirs, err := os.Readlink(f.path(pid, "ns", "mnt"))
	if err != nil {
		return false
	}
	ours, err := os.Readlink(filepath.Join(f.proc, "self", "ns", "mnt"))
	return err == nil && ours == theirs
}

// controlling is the number of the pseudo terminal that controls a process: the
// minor number of tty_nr in /proc/PID/stat, laid out as new_encode_dev in
// include/linux/kdev_t.h does.
func (f *outputFollower) controlling(pid int) (int, bool) {
	fields := proc.StatFields(f.proc, pid)
	const ttyNr = 4 // behind state, parent, group, session
	if len(fields) <= ttyNr {
		return 0, false
	}
	dev, err := strconv.ParseUint(fields[ttyNr], 10, 32)
	if err != nil {
		return 0, false
	}
	major, minor := dev>>8&0xfff, dev&0xff|dev>>12&0xfff00
	return int(minor), major == slaves
}

// showing are the holders of the master sides of a process's terminals: root, or whom the
// terminal belongs to. Nobody else can have it from them unnoticed, but it costs nothing to
// be sure that a stranger is not left out.
func (f *outputFollower) showing(pid int) []int {
	var pids []int
	for _, slave := range f.terminals(pid) {
		for _, master := range f.masters {
			if master.same(slave.pty) && f.isOf(master.pid, slave.owner) {
				pids = append(pids, master.pid)
			}
		}
	}
	return pids
}

// isOf reports whether a process is root's or the given user's.
func (f *outputFollower) isOf(pid, user int) bool {
	uid := proc.Describe(f.proc, pid).UID
	return uid == 0 || uid == user && uid >= 0
}

// clients are the processes with a terminal that are connected to a socket on which
// the given one listens, of the same user or root. A terminal that it holds the master of
// does not count: what runs in there is shown by it, such as a command that asks the server
// something.
func (f *outputFollower) clients(server int) []int {
	user := proc.Describe(f.proc, server).UID
	inside := func(t holder) bool {
		return slices.ContainsFunc(f.masters, func(m holder) bool { return m.pid == server && m.same(t.pty) })
	}
	var (
		pids  []int
		named map[uint64]bool // read when there is need
	)
	f.files(server, func(_, target string) {
		inode, ok := proc.SocketInode(target)
		if !ok {
			return
		}
		if named == nil {
			named = f.namedSockets(server)
		}
		if !named[inode] {
			return // its own connection to somebody else, such as a display server
		}
		for _, client := range f.sockets[f.peers(inode)] {
			if slices.ContainsFunc(f.terminals(client), func(t holder) bool { return !inside(t) }) && f.isOf(client, user) {
				pids = append(pids, client)
			}
		}
	})
	return pids
}

// namedSockets are the sockets with a name in the network namespace of a process.
// One that was accepted has the name of the listening one.
func (f *outputFollower) namedSockets(pid int) map[uint64]bool {
	named := map[uint64]bool{}
	file, err := os.Open(f.path(pid, "net", "unix"))
	if err != nil {
		return named
	}
	defer file.Close()
	sockets, _ := proc.ReadNetUnix(file) // unreadable: nothing is known
	for _, s := range sockets {
		if s.Name != "" {
			named[s.Inode] = true
		}
	}
	return named
}

// readers are the processes at the other end of a process's standard output and
// error, if those are sockets.
func (f *outputFollower) readers(pid int) []int {
	var pids []int
	for _, fd := range []int{1, 2} {
		target, _ := os.Readlink(f.path(pid, "fd", strconv.Itoa(fd)))
		inode, ok := proc.SocketInode(target)
		if !ok {
			continue
		}
		holders := f.sockets[f.peers(inode)]
		if len(holders) == 0 && pid == os.Getpid() {
			holders = creator(fd)
		}
		for _, holder := range holders {
			// Process 1 holds journald's sockets for it, and reads none of them.
			if holder != 1 {
				pids = append(pids, holder)
			}
		}
	}
	return pids
}

// creator is the process that made the socket which ours is connected to, or
// listened on it: for want of better the one that reads from it.
func creator(fd int) []int {
	cred, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil || cred.Pid == 0 {
		return nil
	}
	return []int{int(cred.Pid)}
}
