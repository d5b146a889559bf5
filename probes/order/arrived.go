package order

import (
	"slices"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// arrived is what the rings delivered of a send, less what was shown already.
type arrived struct {
	Record program.Record // the latest with payload: the end record, once it is there
	chunks []chunk        // by offset
	// How many chunks lead that nothing is to come in front of, and their bytes: their
	// records say how many bytes the rings took before.
	known, ready int

	// Where the last piece that was shown ended: zeros before the first.
	done Progress

	Control []byte        // ancillary data as the kernel lays it out
	Files   []format.File // that descriptors in there lead to
}

// isLast reports whether a record completes its message.
func isLast(r *program.Record) bool {
	return r.Kind == program.RecordEnd || isAll(r)
}

// isAll reports whether nothing else tells of what a record does.
func isAll(r *program.Record) bool {
	return r.Kind == program.RecordWhole || r.Kind == program.RecordEvent
}

// chunk is the payload of one record.
type chunk struct {
	at   Progress // in front of it
	data []byte   // from the buffers
}

// end is how far the send got with it.
func (c *chunk) end() Progress { return c.at.plus(len(c.data)) }

// Progress is how far a send got: offset bytes, of which three kinds were not
// captured.
type Progress struct {
	Offset     uint64
	Unreadable uint64 // bytes until there that could not be read
	Dropped    uint64 // bytes until there that a ring had no room for
	Unwanted   uint64 // bytes until there that nobody asked for, but for those at the end
}

// captured is how many bytes the rings took until then.
func (p Progress) captured() uint64 { return p.Offset - p.Unreadable - p.Dropped - p.Unwanted }

// plus is behind so many bytes more that were captured.
func (p Progress) plus(size int) Progress {
	p.Offset += uint64(size)
	return p
}

func progressOf(r *program.Record) Progress {
	return Progress{r.Offset, r.Unreadable, r.Dropped, r.Unwanted}
}

// add keeps a copy of a record with bytes and its payload. The records of one send may come
// in any order, as its thread may have changed the CPU when it was blocked. It
// reports false for a record of what was shown already, which can't be.
func (a *arrived) add(r *program.Record, payload []byte, b *buffers) bool {
	if r.Offset < a.done.Offset {
		return false
	}
	if isLast(r) || !isLast(&a.Record) && r.Offset >= a.Record.Offset {
		a.Record = *r
	}
	at := progressOf(r)
	i := len(a.chunks)
	for i > 0 && a.chunks[i-1].at.Offset > at.Offset {
		i--
	}
	a.chunks = slices.Insert(a.chunks, i, chunk{at, b.clone(payload)})
	if i < a.known { // which can't be
		a.known, a.ready = 0, 0
	}
	a.advance()
	return true
}

// only keeps a copy of the only record of a send.
func (a *arrived) only(r *program.Record, payload []byte, b *buffers) {
	a.Record = *r
	if len(payload) > 0 {
		a.chunks = append(a.chunks, chunk{progressOf(r), b.clone(payload)})
		a.known, a.ready = 1, len(payload)
	}
}

// advance finds out what is known, from what was.
func (a *arrived) advance() {
	for ; a.known < len(a.chunks); a.known++ {
		c := &a.chunks[a.known]
		if c.at.captured() != a.done.captured()+uint64(a.ready) {
			return
		}
		a.ready += len(c.data)
	}
}

// whole reports whether no record is to come in front of those that came.
func (a *arrived) whole() bool { return a.known == len(a.chunks) }

// first is how many chunks lead that have so many bytes together. There are as many.
func (a *arrived) first(size int) int {
	n := 0
	for ; size > 0; n++ {
		size -= len(a.chunks[n].data)
	}
	return n
}

// leave moves all but the first n chunks, one at least, to rest, which is empty: that goes
// on where this ends now.
func (a *arrived) leave(n int, rest *arrived) {
	rest.Record, rest.done = a.Record, a.chunks[n-1].end()
	rest.chunks = append(rest.chunks, a.chunks[n:]...)
	rest.advance()
	clear(a.chunks[n:])
	a.chunks = a.chunks[:n]
	a.known, a.ready = 0, 0
	a.advance()
}

// end is how far the send got with this: what it returned if that is known and
// this its last piece.
func (a *arrived) end(more bool) Progress {
	switch n := len(a.chunks); {
	case !more && !isLast(&a.Record):
		end := a.chunks[n-1].end()
		end.Dropped += uint64(a.Record.Result) - end.Offset // by the ring, with the last record
		end.Offset = uint64(a.Record.Result)
		return end
	case !more:
		end := progressOf(&a.Record)
		end.Offset = uint64(a.Record.Result)
		return end
	case n > 0:
		return a.chunks[n-1].end()
	}
	return a.done
}

// lengthKnown reports whether it is known how long the message is though its last record has
// not come: each record of a datagram tells.
func (a *arrived) lengthKnown() bool {
	return len(a.chunks) > 0 && a.Record.Type != unix.SOCK_STREAM && a.Record.Result > 0
}

// clear makes it empty, and gives back what it has from the buffers.
func (a *arrived) clear(b *buffers) {
	for i := range a.chunks {
		b.put(a.chunks[i].data)
	}
	b.put(a.Control)
	clear(a.chunks)
	a.chunks, a.known, a.ready = a.chunks[:0], 0, 0
	a.Record, a.done = program.Record{}, Progress{}
	a.Control, a.Files = nil, nil
}
