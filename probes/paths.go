package probes

import (
	"slices"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// paths finds where the files of sockets are that were bound by a name which says that to
// the one who bound it only: a relative one, or one through /proc/self.
type paths struct {
	found  map[socketOf]string
	files  map[uint64]proc.FileID   // by inode of a socket
	peers  map[uint64]uint64        // by inode of a socket, that of its peer among those
	named  map[string][]proc.FileID // by name, those that are different
	listed time.Time
	rest   time.Duration // until there may be another list
}

type socketOf struct {
	inode, peer uint64
	pid         int
}

const (
	// maxPaths bounds how many are remembered.
	maxPaths = 4096
	// listShare bounds the time that lists of sockets take, by one in so many.
	listShare = 20
)

func newPaths() *paths { return &paths{found: map[socketOf]string{}} }

// needsPath reports whether a name means another file to others.
func needsPath(n format.Name) bool {
	return n != "" && n[0] != 0 && (n[0] != '/' || strings.HasPrefix(string(n), "/proc/"))
}

// of is where the file of a socket of that name is that a process uses, "" if unknown. Its
// inode is 0 if the connection was not accepted yet: then its peer tells who listens.
func (p *paths) of(name format.Name, inode, peer uint64, pid int) string {
	if !needsPath(name) || pid == 0 {
		return ""
	}
	k := socketOf{inode, peer, pid}
	if path, ok := p.found[k]; ok {
		return path
	}
	file, ok := p.file(inode, peer)
	if !ok && time.Since(p.listed) >= p.rest {
		p.list()
		file, ok = p.file(inode, peer)
	}
	if same := p.named[string(name)]; !ok && len(same) == 1 {
		file, ok = same[0], true // it has gone, but there are others
	}
	if !ok {
		return ""
	}
	if len(p.found) >= maxPaths {
		clear(p.found)
	}
	path := proc.PathNow("/proc", string(name), file, []int{pid})
	p.found[k] = path
	return path
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
	sockets, _, _ := proc.Sockets("/proc") // without it, nothing is known
	for _, s := range sockets {
		if s.File == (proc.FileID{}) || !needsPath(format.Name(s.Name)) {
			continue
		}
		p.files[s.Inode] = s.File
		if !slices.Contains(p.named[s.Name], s.File) {
			p.named[s.Name] = append(p.named[s.Name], s.File)
		}
	}
	for _, s := range sockets {
		if _, ok := p.files[s.Peer]; ok {
			p.peers[s.Inode] = s.Peer
		}
	}
	p.listed = time.Now()
	p.rest = listShare * p.listed.Sub(start)
}
