package proc

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// Holders finds out from the /proc at the given path who has which sockets open,
// whatever family they are of. It hands out the socket's inode number and the
// process, without its control group, for each descriptor, one process after the
// other by their numbers. Denied counts the processes that this one may not look into. Descriptor
// tables that a thread has for itself are not seen.
func Holders(proc string, each func(inode uint64, p Process)) (denied int, err error) {
	return holders(proc, false, each)
}

// holders is Holders, and tells only the ids of processes if they are to be bare.
func holders(proc string, bare bool, each func(inode uint64, p Process)) (denied int, err error) {
	dir, err := os.Open(proc)
	if err != nil {
		return 0, fmt.Errorf("looking for the owners of sockets: %w", err)
	}
	defer dir.Close()
	pids, err := Pids(proc)
	if err != nil {
		return 0, fmt.Errorf("looking for the owners of sockets: %w", err)
	}
	s := scan{path: proc, proc: int(dir.Fd()), bare: bare, each: each, dirents: make([]byte, 32<<10)}
	for _, pid := range pids {
		if err := s.process(pid); errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) {
			denied++ // any other error: it has gone
		}
	}
	return denied, nil
}

// holds hands out the sockets that one process has open, like Holders.
func holds(proc string, pid int, each func(inode uint64, p Process)) {
	dir, err := os.Open(proc)
	if err != nil {
		return
	}
	defer dir.Close()
	s := scan{path: proc, proc: int(dir.Fd()), each: each, dirents: make([]byte, 32<<10)}
	_ = s.process(pid) // gone, or not ours to look at
}

// scan is one look at all processes. There may be many thousand descriptors, so
// it does no more for each than one system call.
type scan struct {
	path    string // of /proc
	proc    int    // descriptor of the directory
	bare    bool   // of processes, only the ids are asked for
	each    func(inode uint64, p Process)
	dirents []byte
	names   []string // of descriptors
	found   []uint64
}

// process hands out the sockets of one process.
func (s *scan) process(pid int) error {
	fds, err := unix.Openat(s.proc, strconv.Itoa(pid)+"/fd", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fds)
	var p Process
	for {
		n, err := unix.Getdents(fds, s.dirents)
		if err != nil || n <= 0 {
			return err
		}
		_, _, s.names = unix.ParseDirent(s.dirents[:n], -1, s.names[:0])
		for _, inode := range s.inodes(fds) {
			if inode == 0 {
				continue
			}
			switch {
			case p.Pid != 0:
			case s.bare:
				p = Process{Pid: pid, UID: -1}
			default:
				p = Describe(s.path, pid)
			}
			s.each(inode, p)
		}
	}
}

// inodes looks up the names in a directory of descriptors, and returns 0 for what
// is no socket.
func (s *scan) inodes(fds int) []uint64 {
	s.found = slices.Grow(s.found[:0], len(s.names))[:len(s.names)]
	const atOnce = 64 // so many are worth a goroutine
	if len(s.names) <= atOnce {
		readSocketLinks(fds, s.names, s.found)
		return s.found
	}
	var (
		next    atomic.Int64
		workers sync.WaitGroup
	)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				end := int(next.Add(atOnce))
				start := end - atOnce
				if start >= len(s.names) {
					return
				}
				end = min(end, len(s.names))
				readSocketLinks(fds, s.names[start:end], s.found[start:end])
			}
		})
	}
	workers.Wait()
	return s.found
}

func readSocketLinks(fds int, names []string, inodes []uint64) {
	var target [len("socket:[]") + 20]byte // longer ones are no sockets
	for i, name := range names {
		inodes[i] = 0
		if n, err := unix.Readlinkat(fds, name, target[:]); err == nil {
			inodes[i], _ = SocketInode(string(target[:n]))
		}
	}
}
