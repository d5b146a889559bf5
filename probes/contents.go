package probes

import (
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// maxContents bounds what is in memory of memfds, in bytes: of messages that wait to be shown,
// and of records for which the one is not there yet that says which files they are of. That
// follows at once, if the ring has room for it.
const maxContents = 64 << 20

// contents are what programs read of the memfds that messages pass.
type contents struct {
	most    int               // bytes of each that are wanted, none if 0
	waiting map[uint64]pieces // by thread
	bytes   int               // that wait

	proc     string
	patience proc.Patience // with processes whose memory is looked through for a memfd

	gone, part uint64 // memfds of which nothing could be read, or not all that was wanted
}

// What a process that does not answer costs the reader, who stands still meanwhile.
const (
	memfdPatience = 100 * time.Millisecond
	maxHungMemfds = 8
)

// newContents is for so many bytes of each memfd.
func newContents(most int) contents {
	return contents{most: most, proc: "/proc", patience: proc.NewPatience(maxHungMemfds, memfdPatience)}
}

// pieces are what a send passes.
type pieces struct {
	time  uint64 // of the send
	bytes int
	of    map[int]*format.Content // by the number of the descriptor, from 0
}

// take keeps a record of the kind content. It reports whether that makes sense.
func (c *contents) take(record *program.Record, payload []byte) bool {
	number, piece, offset, ok := program.DecodeContent(payload)
	if !ok {
		return false
	}
	p, ok := c.waiting[record.Thread]
	if !ok || p.time != record.Time {
		c.forget(record.Thread)
		p = pieces{time: record.Time, of: map[int]*format.Content{}}
	}
	if c.waiting == nil || c.bytes+len(piece.Data) > maxContents {
		c.waiting, c.bytes, p.bytes = map[uint64]pieces{}, 0, 0
		clear(p.of)
	}
	file := p.of[int(number)]
	if file == nil {
		file = &format.Content{Size: piece.Size}
		p.of[int(number)] = file
	}
	if offset == int64(len(file.Data)) { // else the ring had no room for what is between
		file.Data = append(file.Data, piece.Data...)
		p.bytes += len(piece.Data)
		c.bytes += len(piece.Data)
	}
	c.waiting[record.Thread] = p
	return true
}

func (c *contents) forget(thread uint64) {
	c.bytes -= c.waiting[thread].bytes
	delete(c.waiting, thread)
}

// memfds are those of a message.
type memfds struct {
	*contents
	of   map[int]*format.Content
	done map[proc.FileID]bool // under another descriptor it is the same
	room int64                // bytes
}

// of are those of a send whose other records have come, while there are so many bytes that wait
// to be shown.
func (c *contents) of(record *program.Record, waiting int64) *memfds {
	m := &memfds{contents: c, done: map[proc.FileID]bool{}, room: max(0, maxContents-waiting)}
	if p := c.waiting[record.Thread]; p.time == record.Time {
		m.of = p.of
	}
	c.forget(record.Thread)
	return m
}

// fill fills in what programs read of a file, if it is a memfd, and the first of its descriptors.
func (m *memfds) fill(f *format.File, number int, is proc.FileID) {
	if m.most == 0 || f.Kind != format.Memfd || m.done[is] {
		return
	}
	m.done[is] = true
	if f.Content = m.of[number]; f.Content == nil {
		f.Content = &format.Content{Gone: true}
	}
	f.Content.Data = f.Content.Data[:min(int64(len(f.Content.Data)), m.room)]
}

// lacks reports whether not all that is wanted of a memfd is there.
func (m *memfds) lacks(f *format.File) bool {
	c := f.Content
	return f.Kind == format.Memfd && c != nil && (c.Gone || int64(len(c.Data)) < min(c.Size, int64(m.most)))
}

// open reads a memfd where a process has it still, if that tells more. A process can have what is mapped
// in it not be told, as by a page fault of a file system of its own that never ends: then it is as
// if it had the memfd no more.
func (m *memfds) open(f *format.File, file proc.Passed) {
	root, most := m.proc, int(min(int64(m.most), m.room))
	found := make(chan *format.Content, 1)
	m.patience.Look(func() {
		if data, size, err := file.Read(root, most); err == nil {
			found <- &format.Content{Size: size, Data: data}
		}
	})
	select {
	case c := <-found:
		if f.Content.Gone || len(c.Data) > len(f.Content.Data) {
			f.Content = c
		}
	default:
	}
}

// count counts what is missing, once all is there that will be.
func (m *memfds) count(f *format.File) {
	switch {
	case f.Kind != format.Memfd:
		f.Content = nil // it is a file that has such a name
	case f.Content == nil:
	case f.Content.Gone:
		m.gone++
	case m.lacks(f):
		m.part++
	}
	if f.Content != nil {
		m.room -= int64(len(f.Content.Data))
	}
}
