package probes

import (
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// maxContents bounds how many bytes of files wait for the record that says which these are. It
// follows at once, if the ring has room for it.
const maxContents = 64 << 20

// contents are what programs read of the memfds that messages pass.
type contents struct {
	most    int // bytes of each that are wanted, none if 0
	waiting map[uint64]passed
	bytes   int // that wait

	gone, part uint64 // memfds of which nothing could be read, or not all that was wanted
}

// passed is what a thread passes with a send.
type passed struct {
	time  uint64 // of the send
	bytes int
	of    map[uint64]*format.Content // by the number of the descriptor, from 0
}

func newContents(most int) *contents { return &contents{most: most, waiting: map[uint64]passed{}} }

// take keeps a record of the kind content. It reports whether that makes sense.
func (c *contents) take(record *program.Record, payload []byte) bool {
	number, piece, offset, ok := program.DecodeContent(payload)
	if !ok {
		return false
	}
	p, ok := c.waiting[record.Thread]
	if !ok || p.time != record.Time {
		c.forget(record.Thread)
		p = passed{time: record.Time, of: map[uint64]*format.Content{}}
	}
	if c.bytes+len(piece.Data) > maxContents {
		clear(c.waiting)
		c.bytes = 0
		return true
	}
	file := p.of[number]
	if file == nil {
		file = &format.Content{Size: piece.Size}
		p.of[number] = file
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

// fillIn fills in what is in the memfds among the files of a message. What the programs could not
// read is read where the sender or who is to receive it, if that is known, has it still; not so if proc
// is "".
func (c *contents) fillIn(files []format.File, devices []uint32, record *program.Record, path string) {
	if c.most == 0 {
		return
	}
	p := c.waiting[record.Thread]
	if p.time != record.Time {
		p.of = nil
	}
	for i := range files {
		f := &files[i]
		if f.Kind != format.Memfd {
			continue
		}
		f.Content = p.of[uint64(i)]
		if f.Content == nil {
			f.Content = &format.Content{Gone: true}
		}
		if !c.lacks(f.Content) {
			continue
		}
		if path != "" {
			c.open(f, devices[i], record, path)
		}
		switch {
		case f.Content.Gone:
			c.gone++
		case c.lacks(f.Content):
			c.part++
		}
	}
	c.forget(record.Thread)
}

// lacks reports whether not all that is wanted of a file is there.
func (c *contents) lacks(f *format.Content) bool {
	return f.Gone || int64(len(f.Data)) < min(f.Size, int64(c.most))
}

// open reads a file where a process has it still, if that tells more.
func (c *contents) open(f *format.File, device uint32, record *program.Record, path string) {
	held := proc.Passed{
		File:   proc.FileID{Device: device, Inode: f.Inode},
		Sender: int(record.Thread >> 32), Descriptor: f.Descriptor, Receiver: int(record.To.Process.Pid),
	}
	data, size, err := held.Read(path, c.most)
	if err == nil && (f.Content.Gone || len(data) > len(f.Content.Data)) {
		f.Content = &format.Content{Size: size, Data: data}
	}
}
