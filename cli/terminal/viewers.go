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
// program, or a program that a pipe leads to.
//
// The function peers gives the inode number of the socket that another is connected
// to, 0 if it can't tell; nil can never tell. Without it clients of the third kind
// are not found, nor is who took over a socket from systemd, as journald does.
func Viewers(root string, pid int, peers func(inode uint64) uint64) []proc.Process {
	if peers == nil {
		peers = func(uint64) uint64 { return 0 }
	}
	f := &outputFollower{proc: root, peers: peers, devpts: devpts}
	return f.follow(pid)
}

// outputFollower knows who has which end of what output goes through.
type outputFollower struct {
	proc   string
	peers  func(inode uint64) uint64
	devpts func(path string) uint64 // see there; another one in tests

	masters []terminal
	sockets map[uint64][]int // processes that hold the socket with an inode number
}

// terminal is one side of a pseudo terminal in a process.
type terminal struct {
	pid    int
	index  int    // /dev/pts/index is the slave side
	devpts uint64 // where it is the index, 0 if unknown; several containers have a /dev/pts/0
}

// same reports whether a and b are, as far as is known, sides of one terminal.
func (a terminal) same(b terminal) bool {
	return a.index == b.index && (a.devpts == b.devpts || a.devpts == 0 || b.devpts == 0)
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
			if index, ok := f.masterIndex(pid, fd); ok {
				f.masters = append(f.masters, terminal{pid, index, f.devpts(f.path(pid, "fd", fd))})
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

// masterIndex is the number of the terminal whose master side a descriptor is. The
// kernel tells it since Linux 4.14, pty_show_fdinfo in drivers/tty/pty.c.
func (f *outputFollower) masterIndex(pid int, fd string) (int, bool) {
	info, _ := os.ReadFile(f.path(pid, "fdinfo", fd))
	number, _ := proc.Field(info, "tty-index")
	index, err := strconv.Atoi(number)
	return index, err == nil
}

// terminals are the slave sides that a process has open, and the one that controls
// it, which it may write to as /dev/tty.
func (f *outputFollower) terminals(pid int) []terminal {
	var open []terminal
	f.files(pid, func(fd, target string) {
		if filepath.Base(filepath.Dir(target)) != "pts" {
			return
		}
		if index, err := strconv.Atoi(filepath.Base(target)); err == nil {
			open = append(open, terminal{pid, index, f.devpts(f.path(pid, "fd", fd))})
		}
	})
	if index, ok := f.controlling(pid); ok {
		control := terminal{pid: pid, index: index}
		if !slices.ContainsFunc(open, control.same) {
			open = append(open, control)
		}
	}
	return open
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
	const slaves = 136 // UNIX98_PTY_SLAVE_MAJOR
	major, minor := dev>>8&0xfff, dev&0xff|dev>>12&0xfff00
	return int(minor), major == slaves
}

// showing are the holders of the master sides of a process's terminals.
func (f *outputFollower) showing(pid int) []int {
	var pids []int
	for _, slave := range f.terminals(pid) {
		for _, master := range f.masters {
			if master.same(slave) {
				pids = append(pids, master.pid)
			}
		}
	}
	return pids
}

// clients are the processes with a terminal that are connected to a socket on which
// the given one listens. A terminal that it holds the master of does not count: what
// runs in there is shown by it, such as a command that asks the server something.
func (f *outputFollower) clients(server int) []int {
	inside := func(t terminal) bool {
		return slices.ContainsFunc(f.masters, func(m terminal) bool { return m.pid == server && m.same(t) })
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
			if slices.ContainsFunc(f.terminals(client), func(t terminal) bool { return !inside(t) }) {
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

// devpts is the device number of the devpts file system that a side of a terminal
// is in, 0 if it is elsewhere: the device /dev/ptmx, when it is not a link to
// pts/ptmx, stands for the devpts beside it. It is for the files of those who show our
// output, and for master sides: asking about somebody else's file could take for ever.
func devpts(path string) uint64 {
	var fs unix.Statfs_t
	if unix.Statfs(path, &fs) != nil || fs.Type != unix.DEVPTS_SUPER_MAGIC {
		return 0
	}
	var stat unix.Stat_t
	if unix.Stat(path, &stat) != nil {
		return 0
	}
	return stat.Dev
}
