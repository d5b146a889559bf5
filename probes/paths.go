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
	named  map[string][]proc.FileID // by name, those that are different
	listed time.Time
	rest   time.Duration // until there may be another list
}

type socketOf struct {
	inode uint64
	pid   int
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

// of is where the file of a socket of that name is that a process uses, "" if unknown.
func (p *paths) of(name format.Name, inode uint64, pid int) string {
	if !needsPath(name) || inode == 0 || pid == 0 {
		return ""
	}
	k := socketOf{inode, pid}
	if path, ok := p.found[k]; ok {
		return path
	}
	file, ok := p.files[inode]
	if !ok && time.Since(p.listed) >= p.rest {
		p.list()
		file, ok = p.files[inode]
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

// list asks the kernel for the files of such sockets.
func (p *paths) list() {
	start := time.Now()
	p.files, p.named = map[uint64]proc.FileID{}, map[string][]proc.FileID{}
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
	p.listed = time.Now()
	p.rest = listShare * p.listed.Sub(start)
}
