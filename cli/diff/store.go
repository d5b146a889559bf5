package diff

import (
	"cmp"
	"os"

	"golang.org/x/sys/unix"
)

// store has room for payloads: the first of them are in memory, the others in a file that is
// mapped and has no name any more, so that captures may be larger than memory is.
type store struct {
	inMemory int   // bytes so far
	file     int   // descriptor of the file, once there is one
	size     int64 // of the file
	left     []byte
	mapped   [][]byte // all pieces of it
	read     int      // bytes of what was kept, since it rests
	failed   bool     // there is no file, so all is in memory
}

const (
	mostInMemory = 64 << 20
	chunk        = 16 << 20 // that the file grows by
)

// room returns so many bytes, which are zero.
func (s *store) room(n int) []byte {
	if n == 0 {
		return nil
	}
	if s.inMemory+n <= mostInMemory || n > len(s.left) && !s.grow(n) {
		s.inMemory += n
		return make([]byte, n)
	}
	room := s.left[:n:n]
	s.left = s.left[n:]
	return room
}

// keep is a copy of the bytes.
func (s *store) keep(data []byte) []byte {
	kept := s.room(len(data))
	copy(kept, data)
	return kept
}

// grow makes room for so many bytes at the end of the file, if it can. The room on the disk is
// taken now: a page that has none when it is written to would end this process.
func (s *store) grow(n int) bool {
	if s.failed {
		return false
	}
	if s.size == 0 {
		// Not where temporary files are in memory.
		dir := cmp.Or(os.Getenv("TMPDIR"), "/var/tmp")
		fd, err := unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, 0o600)
		if s.failed = err != nil; s.failed {
			return false
		}
		s.file = fd
	}
	length := (n + chunk - 1) / chunk * chunk
	err := unix.Fallocate(s.file, 0, s.size, int64(length))
	if err == nil {
		s.rest()
		s.left, err = unix.Mmap(s.file, s.size, length, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	}
	if s.failed = err != nil; s.failed {
		return false
	}
	s.size += int64(length)
	s.mapped = append(s.mapped, s.left)
	return true
}

// restAfter does so when much was read since.
func (s *store) restAfter(t *talk) {
	if t == nil {
		return
	}
	for _, turn := range t.turns {
		s.read += len(turn.Data)
	}
	if s.read > mostInMemory {
		s.rest()
		s.read = 0
	}
}

// rest leaves what is in the file there, until somebody wants it again.
func (s *store) rest() {
	for _, piece := range s.mapped {
		_ = unix.Madvise(piece, unix.MADV_DONTNEED)
	}
}
