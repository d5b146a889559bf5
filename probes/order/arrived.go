package order

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// arrived is what the rings delivered of a send, less what was shown already.
type arrived struct {
	Record  program.Record // the latest with payload: the end record, once it is there
	chunks  []chunk        // by offset
	payload []byte         // of all chunks, as they came: behind each other mostly

	// Where the last piece that was shown ended: zeros before the first.
	done Progress

	Control []byte        // ancillary data as the kernel lays it out
	Files   []format.File // that descriptors in there lead to
}

// chunk is the payload of one record.
type chunk struct {
	at    Progress // in front of it
	start int      // where it is in the payload of all
	size  int      // bytes
}

// end is how far the send got with it.
func (c *chunk) end() Progress { return c.at.plus(c.size) }

// Progress is how far a send got: offset bytes, of which two kinds were not
// captured.
type Progress struct {
	Offset     uint64
	Unreadable uint64 // bytes until there that could not be read
	Dropped    uint64 // bytes until there that a ring had no room for
}

// captured is how many bytes the rings took until then.
func (p Progress) captured() uint64 { return p.Offset - p.Unreadable - p.Dropped }

// plus is behind so many bytes more that were captured.
func (p Progress) plus(size int) Progress {
	p.Offset += uint64(size)
	return p
}

func progressOf(r *program.Record) Progress { return Progress{r.Offset, r.Unreadable, r.Dropped} }

// add keeps a copy of a record with bytes and its payload. The records of one send may come
// in any order, as its thread may have changed the CPU when it was blocked. It
// reports false for a record of what was shown already, which can't be.
func (a *arrived) add(r *program.Record, payload []byte, b *buffers) bool {
	if r.Offset < a.done.Offset {
		return false
	}
	if r.Kind == program.RecordEnd || a.Record.Kind != program.RecordEnd && r.Offset >= a.Record.Offset {
		a.Record = *r
	}
	a.insert(progressOf(r), payload, b)
	return true
}

// insert puts a copy of what came of one record into its place.
func (a *arrived) insert(at Progress, payload []byte, b *buffers) {
	i := len(a.chunks)
	for i > 0 && a.chunks[i-1].at.Offset > at.Offset {
		i--
	}
	a.chunks = slices.Insert(a.chunks, i, chunk{at, len(a.payload), len(payload)})
	a.payload = b.grow(a.payload, payload)
}

// known counts the leading chunks that nothing is to come in front of: their
// records say how many bytes the rings took before.
func (a *arrived) known() int {
	captured := a.done.captured()
	for i := range a.chunks {
		c := &a.chunks[i]
		if captured != c.at.captured() {
			return i
		}
		captured += uint64(c.size)
	}
	return len(a.chunks)
}

// whole reports whether no record is to come in front of those that came.
func (a *arrived) whole() bool { return a.known() == len(a.chunks) }

// leave moves all but the first n chunks, one at least, to rest, which is empty: that goes
// on where this ends now.
func (a *arrived) leave(n int, rest *arrived, b *buffers) {
	rest.Record, rest.done = a.Record, a.chunks[n-1].end()
	for i := range a.chunks[n:] {
		c := &a.chunks[n+i]
		rest.insert(c.at, a.data(c), b)
	}
	a.chunks = a.chunks[:n]
}

// end is how far the send got with this: what it returned if that is known and
// this its last piece.
func (a *arrived) end(more bool) Progress {
	switch n := len(a.chunks); {
	case !more:
		end := progressOf(&a.Record)
		end.Offset = uint64(a.Record.Result)
		return end
	case n > 0:
		return a.chunks[n-1].end()
	}
	return a.done
}

func (a *arrived) data(c *chunk) []byte { return a.payload[c.start:][:c.size] }

// AppendParts appends the bytes, with offsets that count from this piece. They are there
// as long as the piece.
func (a *arrived) AppendParts(parts []format.Part) []format.Part {
	before := len(parts)
	behind := -1 // of the payload, where the latest part ends; -1 if it is a copy
	for i := range a.chunks {
		c := &a.chunks[i]
		if c.size == 0 {
			continue
		}
		offset := int64(c.at.Offset - a.done.Offset)
		last := len(parts) - 1
		switch {
		case last < before || parts[last].Offset+int64(len(parts[last].Data)) != offset:
			parts = append(parts, format.Part{Offset: offset, Data: a.data(c)})
			behind = c.start + c.size
		case behind == c.start: // as they came
			data := parts[last].Data
			parts[last].Data = data[:len(data)+c.size]
			behind += c.size
		default:
			parts[last].Data = append(slices.Clip(parts[last].Data), a.data(c)...)
			behind = -1
		}
	}
	return parts
}

// clear makes it empty, and gives back what it has from the buffers.
func (a *arrived) clear(b *buffers) {
	b.put(a.payload)
	b.put(a.Control)
	*a = arrived{chunks: a.chunks[:0]}
}
