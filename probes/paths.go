package probes

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// paths finds where the files of sockets are that were bound by a name which says that to
// the one who bound it only: a relative one, or one through /proc/self. It does so in the
// background, as directories may be on a file system that does not answer.
type paths struct {
	background *background[socketOf, string]

	looking sync.Mutex               // for what follows
	files   map[uint64]proc.FileID   // by inode of a socket
	peers   map[uint64]uint64        // by inode of a socket, that of its peer among those
	named   map[string][]proc.FileID // by name, those that are different
	listen  map[proc.FileID]int      // by file, a process that has the socket which listens there
	listed  time.Time
	rest    time.Duration // until there may be another list
}

type socketOf struct {
	name        format.Name
	inode, peer uint64
	pid         int // 0 if nobody is known to use it
}

// listShare bounds the time that lists of sockets take, by one in so many.
const listShare = 20

func newPaths() *paths {
	p := &paths{}
	p.background = newBackground(func(k socketOf, _ string) (string, bool) { return p.find(k) })
	return p
}

// needsPath reports whether a name means another file to others.
func needsPath(n format.Name) bool {
	return n != "" && n[0] != 0 && (n[0] != '/' || strings.HasPrefix(string(n), "/proc/"))
}

// mayNeedPath is the same of a name as records have it, and quick.
func mayNeedPath(n *program.Name) bool {
	return n.Bytes[0] != 0 && (n.Bytes[0] != '/' || bytes.HasPrefix(n.Bytes[:], []byte("/proc/")))
}

// of is where the file of a socket of that name is that a process uses, "" if unknown. Its
// inode is 0 if the connection was not accepted yet: then its peer tells who listens. It is
// not settled while the answer is worth waiting for.
func (p *paths) of(name format.Name, inode, peer uint64, pid int) (path string, settled bool) {
	if !needsPath(name) {
		return "", true
	}
	path, settled, _ = p.background.ask(socketOf{name, inode, peer, pid})
	return path, settled
}

// tell adds to a message where the files of its sockets are. It is not settled while that is
// worth waiting for.
func (p *paths) tell(m *format.Message) (settled bool) {
	var from, to bool
	m.From.Path, from = p.of(m.From.Name, m.From.Inode, m.To.Inode, m.From.Pid)
	m.To.Path, to = p.of(m.To.Name, m.To.Inode, m.From.Inode, m.To.Pid)
	return from && to
}

// find looks for the file of a socket.
func (p *paths) find(k socketOf) (path string, final bool) {
	file, ok := p.listedFile(&k)
	if !ok {
		return "", false
	}
	return proc.PathNow("/proc", string(k.name), file, []int{k.pid}), true
}

// listedFile is that of a socket, as the kernel lists it, and completes who may have it.
func (p *paths) listedFile(k *socketOf) (_ proc.FileID, ok bool) {
	p.looking.Lock()
	defer p.looking.Unlock()
	file, ok := p.file(k.inode, k.peer)
	if !ok && time.Since(p.listed) >= p.rest {
		p.list()
		file, ok = p.file(k.inode, k.peer)
	}
	if same := p.named[string(k.name)]; !ok && len(same) == 1 {
		file, ok = same[0], true // it has gone, but there are others
	}
	if ok && k.pid == 0 { // nobody has accepted, but who listens knows the name as well
		k.pid = p.listen[file]
	}
	return file, ok
}

// file is that of a socket, as it was listed.
func (p *paths) file(inode, peer uint64) (proc.FileID, bool) {
	if inode == 0 {
		inode = p.peers[peer]
	}
	file, ok := p.files[inode]
	return file, ok
}

// list asks the kernel for the files of such sockets.
func (p *paths) list() {
	start := time.Now()
	p.files, p.named, p.peers = map[uint64]proc.FileID{}, map[string][]proc.FileID{}, map[uint64]uint64{}
	listeners := map[uint64]proc.FileID{}
	sockets, _, _ := proc.Sockets("/proc") // without it, nothing is known
	for _, s := range sockets {
		if s.File == (proc.FileID{}) || !needsPath(format.Name(s.Name)) {
			continue
		}
		p.files[s.Inode] = s.File
		if s.State == proc.Listening {
			listeners[s.Inode] = s.File
		}
		if !slices.Contains(p.named[s.Name], s.File) {
			p.named[s.Name] = append(p.named[s.Name], s.File)
		}
	}
	for _, s := range sockets {
		if _, ok := p.files[s.Peer]; ok {
			p.peers[s.Inode] = s.Peer
		}
	}
	p.listen = map[proc.FileID]int{}
	if len(listeners) > 0 {
		_, _ = proc.Holders("/proc", func(inode uint64, by proc.Process) {
			if file, ok := listeners[inode]; ok && p.listen[file] <= 1 { // 1 may hold it for another
				p.listen[file] = by.Pid
			}
		})
	}
	p.listed = time.Now()
	p.rest = listShare * p.listed.Sub(start)
}
